// Every text with less contrast than WCAG 2.2 AA asks for (1.4.3), and every sign that the style sheet draws.
() => {
  const parse = colour => { const n = colour.match(/[\d.]+/g).map(Number); return n.length < 4 ? [...n, 1] : n; };
  const over = (top, under) => top.slice(0, 3).map((c, i) => c * top[3] + under[i] * (1 - top[3])).concat(1);
  const light = colour => {
    const [r, g, b] = colour.slice(0, 3).map(c => (c /= 255) <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const ground = element => {
    const layers = [];
    for (let at = element; at; at = at.parentElement) layers.push(parse(getComputedStyle(at).backgroundColor));
    return layers.reverse().reduce((under, top) => over(top, under), [255, 255, 255, 1]);
  };
  const bad = [];
  let looked = 0;
  for (const lazy of document.querySelectorAll(".finding, .pack")) lazy.style.contentVisibility = "visible";
  const judge = (element, style, words) => {
    const size = parseFloat(style.fontSize);
    if (!size || style.visibility === "hidden" || !element.getClientRects().length) return;
    looked += 1;
    const under = ground(element);
    const colour = over(parse(element.closest("svg") ? style.fill : style.color), under);
    const [high, low] = [light(colour), light(under)].sort((a, b) => b - a);
    const ratio = (high + 0.05) / (low + 0.05);
    const large = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700);
    if (ratio < (large ? 3 : 4.5))
      bad.push(`${ratio.toFixed(2)} ${element.tagName}.${element.getAttribute("class")} ${words.slice(0, 40)}`);
  };
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const words = walker.currentNode.data.trim(), element = walker.currentNode.parentElement;
    if (words && !["SCRIPT", "STYLE"].includes(element.tagName)) judge(element, getComputedStyle(element), words);
  }
  for (const element of document.querySelectorAll(".matrix td, .matrix td > *, .legend .k, summary")) {
    const style = getComputedStyle(element, "::before");
    if (style.content !== "none" && style.content !== "normal") judge(element, style, style.content);
  }
  return [looked, [...new Set(bad)]];
}
