"""Offices that lead a state or a group, and those that tenures and texts name differently."""

from __future__ import annotations

# Offices that tenures may name otherwise than the title in the text does.
SAME_OFFICE = {
    "President": ("President", "Acting President"),
    "Prime Minister": ("Prime Minister", "Premier"),
    "Foreign Minister": ("Foreign Minister", "Secretary of State", "Foreign Secretary"),
    "Foreign Secretary": ("Foreign Secretary", "Foreign Minister"),
    "Secretary of State": ("Secretary of State",),
    "Defence Minister": ("Defence Minister", "Secretary of Defense", "Defence Secretary"),
    "Secretary of Defense": ("Secretary of Defense",),
    "Defence Secretary": ("Defence Secretary", "Secretary of Defense"),
    "Finance Minister": ("Finance Minister", "Secretary of the Treasury", "Chancellor of the Exchequer"),
    "monarch": ("King", "Queen", "Emperor", "Sultan", "Emir", "Grand Duke", "Prince"),
    "head of state": ("President", "King", "Queen", "Emperor", "Sultan", "Emir", "Supreme Leader"),
    "head of government": ("Prime Minister", "Premier", "Chancellor", "head of government"),
    "Chancellor": ("Chancellor",),
    "chief of the general staff": ("chief of the general staff", "Chief of the General Staff"),
    "High Representative": ("High Representative",),
}
# Offices that go with a given name ("Prince Charles").
ROYAL = frozenset({"King", "Queen", "Emperor", "Sultan", "Emir", "Shah", "Prince", "Princess", "Crown Prince", "Pope"})
LEADING = ("General Secretary", "First Secretary", "Supreme Leader", "Paramount Leader", "Leader", "leader")
HEADS = frozenset(
    {
        "President",
        "Prime Minister",
        "Premier",
        "Chancellor",
        "King",
        "Queen",
        "Emperor",
        "Sultan",
        "Emir",
        "Pope",
        "Secretary-General",
        "Chief Executive",
        *LEADING,
    }
)
