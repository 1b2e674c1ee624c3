"""The forms that furniture takes in news text, as patterns over one line. The comment at each says what it covers."""

from __future__ import annotations

import re

from detente.sources.dates import DAY_MONTH, WEEKDAY


def _any(*alternatives: str) -> str:
    return "(?:" + "|".join(alternatives) + ")"


# News agencies and picture agencies, as they sign dispatches and pictures.
AGENCY = _any(
    *("Reuters?", "REUTERS?", "The Associated Press", "Associated Press", "AP", "Agence France-Presse", "AFP"),
    *("United Press International", "UPI", "DPA", "dpa", "EFE", "ANSA", "EPA", "Xinhua", "XINHUA", "KCNA", "CNA"),
    *("Kyodo(?: News)?", "KYODO", "Yonhap(?: News(?: Agency)?)?", "YONHAP", r"Jiji(?: Press)?", "NHK", "VOA"),
    *("ITAR-TASS", "TASS", "RIA Novosti", "Sputnik", "Interfax", "Ukrinform", "UNIAN", "PTI", "ANI", "IANS"),
    *("KUNA", "SPA", "WAM", "IRNA", "MENA", "Anadolu(?: Agency)?", "AA", "CNN", "BBC", "Bloomberg"),
    r"Getty(?: Images)?",
)
# "The Yomiuri Shimbun", "The New York Times": the name of a paper, agency or picture service.
_PAPER_NOUNS = "Press Times Post Shimbun News Journal Herald Tribune Guardian Telegraph Gazette Chronicle Agency Images"
PAPER = rf"(?:The\s+)?(?:[A-Z][\w.'’-]*\s+){{1,3}}{_any(*_PAPER_NOUNS.split())}"

# "By Jane Doe", "By Jane Doe, Staff Writer", "By JANE DOE and Ali al-Sayed | The Post"
_PARTICLES = _any(*"de del della di van von der den al el bin ben da dos la le".split())
_PERSON = rf"[A-Z][\w.'’-]*(?:\s+(?:{_PARTICLES}\s+)?[A-Z][\w.'’-]*){{1,3}}"
BYLINE = re.compile(
    rf"^(?:By|BY|Written by|Reported by|Story by|Words by)\s*:?\s+{_PERSON}(?:\s*(?:,|and|&|AND)\s+{_PERSON})*"
    r"(?:\s*(?:,|\||-|–|—|/|\bfor\b|\bin\b)\s*[^.!?]{2,60})?$"
)
# "Associated Press Writer", "Staff Correspondent": the line below a byline.
BYLINE_ROLE = re.compile(
    rf"^(?:[A-Z][\w’'-]*\s+){{0,4}}{_any('Writers?', 'Correspondents?', 'Reporters?', 'Editors?')}$"
)
# "(Reporting by Jane Doe; Editing by Richard Roe)" after the last words.
REPORTERS = re.compile(
    r"[(\[](?:Additional\s+)?(?:[Rr]eport(?:ing|ed)|[Ww]rit(?:ing|ten)|[Ee]dit(?:ing|ed)|[Cc]ompiled|[Tt]ranslated)"
    r"\s+by\b[^()\[\]]{2,400}[)\]]?\s*$"
)
# A line that only says whose the words or the picture are: "The Associated Press", "(AFP)", "REUTERS/Jane Doe",
# "Photo: J. Doe", "AP Photo/J. Doe", "Handout via Reuters", "© 2019 The Post".
CREDIT_LINE = re.compile(
    "^"
    + _any(
        rf"[(\[]?\s*(?:{AGENCY}\s*[)\]]?\.?|{PAPER}\s*[)\]]?)",
        rf"{AGENCY}\s*/\s*[^.!?]{{2,80}}",
        r"(?:Photo(?:graph|s)?|Images?|Pictures?|Illustration|Graphic|Credit)\s*(?:[:/]|(?:by|courtesy|credit)\b)"
        r"[^.!?]{2,100}\.?",
        r"(?:AP|AFP|EPA|Reuters|Getty|POOL|Pool)\s+(?:[Pp]hoto|file photo|Images|via)\b.{0,80}",
        r"(?:Courtesy\s+of|Handout\s+via|File\s+photo)\b[^.!?]{0,80}\.?",
        r"(?:©|\([cC]\)|[Cc]opyright\s*(?:©|\([cC]\)|\d{4})).{0,200}",
    )
    + "$"
)
# The credit after the last words of a caption: "(AP Photo/Jane Doe)", "[Photo/Xinhua]", "| AFP", "Photo: Jane Doe".
CAPTION_CREDIT = re.compile(
    r"\s*"
    + _any(
        r"[(\[](?:File\s+)?(?:(?:AP |AFP )?Photo|Image|Courtesy|Handout)\b[^()\[\]]{0,120}[)\]]",
        rf"[(\[]{AGENCY}(?:\s*/|\s+[Pp]hoto|\s+via)[^()\[\]]{{0,120}}[)\]]",
        rf"[|/]\s*{AGENCY}(?:[\s-]+[A-Z]+)?",
        r"(?:[Pp]hoto|[Ii]mage|PHOTO)\s*:\s*[^.!?]{2,80}",
    )
    + r"\s*$"
)
# "FILE PHOTO: ...", "FILE - ...": a caption throughout.
FILE_PHOTO = re.compile(r"^(?:FILE(?:\s+PHOTO)?|File\s+photo)\s*(?::|-|–|—)\s*\S")
# What closes a dispatch after its last sentence: "REUTER", "(AFP)", "-- Xinhua", "ENDS", "-30-", "###".
_SIGN = rf"(?:[-–—]*\s*[(\[]?(?:{AGENCY}|ENDS?)[)\]]?|-\s*30\s*-|#{{3,}})"
SIGNATURE = re.compile(rf"(?P<last>[.!?][\"”’')\]]*)\s+(?P<sign>{_SIGN})[\s\x00-\x1f]*$")
LONE_SIGNATURE = re.compile(rf"^{_SIGN}[\s.\x00-\x1f]*$")
_CLOCK = r"\d{1,2}[:.]\d\d\s*(?:[AaPp]\.?[Mm]\.?)?\s*(?:[A-Z]{2,4})?"
# Lines that pages wrap around a report: rules drawn with signs, invitations to read, share, subscribe or comment,
# notices, counters, times of day.
FURNITURE = re.compile(
    r"^[\W_]+$|^\W*"
    + _any(
        r"(?:Read|See|Watch|Listen|Hear)\s+(?:more|also|next)(?:\s*:.*|\s+(?:about|on|at|from)\b[^.!?]*)?",
        r"(?:Also|Further)\s+read(?:ing)?(?:\s*:.*)?",
        r"(?:Read|Watch|Video|Related|More|Listen)\s*:.*",
        r"Share\s+(?:this|on|via)\b[^.!?]{0,60}",
        *("Share", "Tweet", "Print", "Email", "Save", "Comments?", "Advertisement", "ADVERTISEMENT", r"Loading"),
        r"Related\s+(?:articles?|stories|news|topics|content|links|coverage|reading)(?:\s*:.*)?",
        r"More\s+(?:from|on)\b[^.!?]{0,60}",
        *(r"Most\s+(?:read|popular|viewed)", r"Recommended(?:\s+for\s+you)?", r"Editors?['’]?s?\s+[Pp]icks?"),
        r"(?:Sign\s+up\s+(?:for|to)|Subscribe\s+(?:to|now|for|here)|Log\s+in\s+to)\b[^.!?]{0,100}[.!]?",
        *("Subscribe", r"Sign\s+up", r"Log\s+in", r"Back\s+to\s+top"),
        r"Follow\s+(?:us(?:\s+(?:on|at)\b|$)|@)[^.!?]{0,80}\.?",
        *(r"Click\s+here\b.{0,100}", r"Continue\s+reading.{0,60}", r"Skip\s+(?:to|past)\b.{0,60}"),
        *(
            r"Story\s+continues\s+below.{0,40}",
            r"Image\s+(?:caption|source)\b.{0,200}",
            r"All\s+[Rr]ights\s+[Rr]eserved",
        ),
        r"(?:For\s+[Ii]mmediate\s+[Rr]elease|FOR\s+IMMEDIATE\s+RELEASE)\b.{0,40}",
        r"(?:Have|Got)\s+(?:something\s+to\s+say|a\s+(?:news\s+)?(?:tip|story))\b.{0,120}",
        r"This\s+(?:article|story|report)\s+(?:was\s+)?(?:originally\s+|first\s+)(?:appeared|published)\b.{0,160}",
        r"(?:Last\s+)?(?:[Uu]pdated|UPDATED|[Mm]odified)\s*(?:on\b|at\b|:)?[^.!?]{0,20}\d[^.!?]{0,60}",
        *(r"\d+\s+(?:min(?:ute)?s?\s+read|[Cc]omments?|[Ss]hares?)", r"END\s+\d.{0,30}"),
        rf"{_CLOCK}\s*(?:\([A-Za-z]{{2,8}}\))?",
    )
    + r"\W*$"
)
# A heading below which only lists follow, and what an entry of such a list looks like.
LIST_HEADING = re.compile(
    r"^\W*"
    + _any(
        *("Sources?", "References", r"Related\s+(?:articles|news|stories)", r"External\s+links", r"Sister\s+links"),
        *("Notes", r"Further\s+reading", r"See\s+also"),
    )
    + r"\W*$",
    re.IGNORECASE,
)
LISTED = re.compile(
    r"^(?:[•*·–—▪-]\s+|\[?\d{1,2}[\].)]\s)|https?://|^[“\"].{5,200}[”\"].{0,80}(?:\d{4}|[A-Z][\w ]+)\.?$|\b\d{4}\.?$"
)
# A line that only says when: "Friday, January 4, 2019", "Published 4:05 PM EDT, March 3", "15:27 JST, June 9, 2025".
DATE_LINE = re.compile(
    rf"^\W*(?:(?:Published|Posted|PUBLISHED|Date|Filed)\s*(?:on|at|:)?\s*)?(?:{_CLOCK}\s*,?\s*(?:on\s+)?)?"
    rf"(?:{WEEKDAY}\.?,?\s+)?{DAY_MONTH}(?:\s*,?\s*(?:at\s+)?{_CLOCK})?\W*$"
)
# The head of a dispatch. A place in capitals is enough; one in small letters needs an agency or a date beside it.
_CAPS = r"[A-Z][A-Z.'’-]+(?:[ -](?:D\.C\.|[A-Z][A-Z.'’-]*|(?:de|la|al)\b)){0,3}"
_TITLE = r"[A-Z][a-zà-ÿ.'’-]+(?:[ -](?:D\.C\.|[A-Z][a-zà-ÿ.'’-]+|(?:de|la|al)\b)){0,3}"
_PROPER = r"[A-Z][A-Za-zà-ÿ.'’-]+"
_REGION = rf"(?:,\s*(?:[A-Z]\.[A-Z]\.|{_PROPER}(?:\s+(?:{_PROPER}|and|of|the)){{0,3}}))"
_SIGNED = rf"(?:\(\s*(?:{AGENCY}|[A-Z][\w.]*(?:\s[A-Z][\w.]*){{0,2}})\s*\)|/\s*{AGENCY}\s*/\.?|,?\s*{AGENCY})"
_WHEN = rf"(?:{WEEKDAY}\.?,?\s+)?{re.sub(r'[?]P<[a-z]+[0-9]>', '?:', DAY_MONTH)}"
_DASH = r"(?:\s*(?:--+|[–—])|\s+-(?=\s))"
_NEXT = r"(?=[\"“‘'(\[]?[A-Z0-9À-Þ])"
DATELINES = tuple(
    re.compile(pattern)
    for pattern in (
        # WASHINGTON, March 3 - | NEW YORK (Reuters) - | KYIV, Ukraine (AP) — | PARIS — | BEIJING, June 4 (Xinhua) --
        rf"^{_CAPS}(?:\s*(?:/|and|&)\s*{_CAPS})?{_REGION}?(?:,?\s+\(?{_WHEN}\)?)?\.?\s*{_SIGNED}?(?:{_DASH}|:(?=\s))\s*{_NEXT}",
        # MOSCOW, June 4. /TASS/. | SEOUL, June 4 (Yonhap)
        rf"^{_CAPS}{_REGION}?,?\s+{_WHEN}\.?\s*(?:/\s*{AGENCY}\s*/\.?|\(\s*{AGENCY}\s*\)){_DASH}?\s*{_NEXT}",
        # Washington, D.C. (CNN) -- | Paris (AFP) - | Geneva, 4 June 2019 (AP) —
        rf"^{_TITLE}{_REGION}?(?:,?\s+{_WHEN})?\.?\s*\(\s*{AGENCY}\s*\){_DASH}\s*{_NEXT}",
        # Geneva, 4 June 2019 -
        rf"^{_TITLE}{_REGION}?,\s+{_WHEN}{_DASH}\s*{_NEXT}",
        # (Reuters) - | (CNN) | March 3 (UPI) --
        rf"^(?:{_WHEN}\s*)?\(\s*{AGENCY}\s*\){_DASH}?\s*{_NEXT}",
    )
)
# A speaker in a transcript ("MR. GIBBS:", "Q:") is not a place.
SPEAKER = re.compile(
    r"^(?:Q|A|MR|MRS|MS|DR|SIR|SECRETARY|PRESIDENT|VICE|SENATOR|AMBASSADOR|GENERAL|MINISTER|CHANCELLOR|THE|QUESTION|ANSWER)\b"
)
# Whoever asks in a transcript: a letter that is no word of the question behind it.
ASKER = re.compile(r"(?:Q|QUESTION)\b[.:]?(?=\s+(?:[—–-]|[\"“‘'(\[]*[A-Z0-9]))")
ENDS_SENTENCE = re.compile(r"[.!?…][\"”’'»)\]]*$")
