// Charts come as SVG from the server and need no script. A reader who asks for more gets the same chart from Vega, whose
// expressions are interpreted: the page's policy forbids code that is made at run time.
import { parse, View } from "vega";
import { expressionInterpreter } from "vega-interpreter";

async function enliven(figure) {
  const answer = await fetch(figure.dataset.spec);
  if (!answer.ok) return;
  const spec = await answer.json();
  const place = figure.querySelector(".drawing");
  place.replaceChildren();
  const runtime = parse(spec, null, { ast: true });
  await new View(runtime, { renderer: "svg", container: place, hover: true, expr: expressionInterpreter }).runAsync();
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("button[data-enliven]");
  if (!button) return;
  button.disabled = true;
  enliven(button.closest("figure")).then(() => button.remove(), () => { button.disabled = false; });
});
