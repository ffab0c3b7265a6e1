/* What a page does beyond being read: evidence beside its figure, sentences copied with footnotes, pictures. */
const data = JSON.parse(document.getElementById("data").textContent);
const words = data.words;

const make = (tag, properties = {}, ...children) => {
  const node = Object.assign(document.createElement(tag), properties);
  node.append(...children);
  return node;
};

/* Evidence beside a figure. One box; its content is copied out of the list of evidence. */
const pop = make("div", { id: "pop", className: "pop", hidden: true, role: "dialog", tabIndex: -1, ariaLabel: words.popover });
document.body.append(pop);
let owner = null; // the figure, or the point of a picture, that the box belongs to
let pinned = false;
let trail = [];
let timer = 0;

const later = (act, wait) => {
  clearTimeout(timer);
  timer = setTimeout(act, wait);
};

const fill = (id) => {
  const entry = document.getElementById(id);
  if (!entry) return false;
  const body = [...entry.cloneNode(true).children];
  body[0].prepend(make("span", { className: "num" }, id.slice(1)));
  body[0].id = "pop-head";
  const foot = make("footer");
  if (trail.length) foot.append(make("button", { type: "button", onclick: () => step(trail.pop(), false) }, words.step_back));
  foot.append(make("a", { href: `#${id}`, className: "list", onclick: () => hide(false) }, words.in_list));
  foot.append(make("button", { type: "button", onclick: () => hide(true) }, words.close));
  pop.replaceChildren(...body, foot);
  pop.dataset.entry = id;
  pop.scrollTop = 0;
  return true;
};

const place = (box) => {
  const gap = 6;
  const width = pop.offsetWidth;
  const height = pop.offsetHeight;
  const room = document.documentElement.clientWidth;
  const left = Math.max(12, Math.min(box.left - 12, room - width - 12));
  const below = box.bottom + gap + height <= innerHeight || box.top < height + gap;
  pop.style.left = `${left + scrollX}px`;
  pop.style.top = `${(below ? box.bottom + gap : box.top - gap - height) + scrollY}px`;
};

const show = (figure, id, box) => {
  clearTimeout(timer);
  if (owner === figure && !pop.hidden && pop.dataset.entry === id) return;
  hide(false);
  trail = [];
  if (!fill(id)) return;
  owner = figure;
  figure?.classList.add("on");
  figure?.querySelector("a").setAttribute("aria-describedby", "pop-head");
  pop.hidden = false;
  place(box ?? figure.getClientRects()[figure.getClientRects().length - 1]);
};

const hide = (back) => {
  clearTimeout(timer);
  if (pop.hidden) return;
  pop.hidden = true;
  pinned = false;
  const link = owner?.querySelector("a");
  link?.removeAttribute("aria-describedby");
  owner?.classList.remove("on");
  owner = null;
  if (back) link?.focus({ preventScroll: true });
  if (back) hide(false);
};

const step = (id, forward = true) => {
  if (forward) trail.push(pop.dataset.entry);
  fill(id);
  pop.focus({ preventScroll: true });
};

const markOf = (figure) => figure.querySelector("a").hash.slice(1);

document.addEventListener("pointerover", (event) => {
  if (event.pointerType !== "mouse") return;
  const figure = event.target.closest(".f");
  if (figure && !pinned) later(() => show(figure, markOf(figure)), 110);
  else if (event.target.closest("#pop")) clearTimeout(timer);
  else if (!pinned && !pop.hidden && !pop.contains(document.activeElement)) later(() => hide(false), 260);
  else if (!figure && pop.hidden) clearTimeout(timer);
});
document.addEventListener("focusin", (event) => {
  const figure = event.target.closest(".f");
  if (figure && figure !== owner) show(figure, markOf(figure));
  else if (!figure && !event.target.closest("#pop")) hide(false);
});
document.addEventListener("click", (event) => {
  if (event.ctrlKey || event.metaKey || event.shiftKey || event.defaultPrevented) return;
  const inside = event.target.closest("#pop");
  const link = event.target.closest("a");
  if (inside && link && !link.classList.contains("list") && link.hash.startsWith("#e")) {
    event.preventDefault();
    step(link.hash.slice(1));
    return;
  }
  const figure = event.target.closest(".f");
  if (figure) {
    event.preventDefault();
    show(figure, markOf(figure));
    pinned = true;
    if (event.detail === 0) pop.focus({ preventScroll: true }); // by keyboard
  } else if (!inside && !event.target.closest(".plot")) hide(false);
});
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && !pop.hidden) hide(true);
});
addEventListener("resize", () => hide(false));

/* A sentence as plain text with the evidence of its figures, and of what these were worked out from. */
const NOTES = 12;
const FEW = 4;
const flat = (text) => text.replace(/\s+/g, " ").trim();

const plain = (sentence) => {
  const copy = sentence.cloneNode(true);
  for (const button of copy.querySelectorAll("button")) button.remove();
  for (const sup of copy.querySelectorAll("sup")) sup.replaceWith(` [${sup.textContent}]`);
  return flat(copy.textContent);
};

const inputs = (entry) => [...entry.querySelectorAll('dd a[href^="#e"]')].map((link) => link.hash.slice(1));

const note = (id) => {
  const entry = document.getElementById(id).cloneNode(true);
  for (const extra of entry.querySelectorAll(".x, .back, details")) extra.remove();
  for (const link of entry.querySelectorAll("dd a")) link.replaceWith(link.hash.startsWith("#e") && link.getAttribute("href")[0] === "#" ? `[${link.textContent}]` : link.href);
  const fields = [...entry.querySelectorAll("dt")].map((term) => `${term.textContent}: ${flat(term.nextElementSibling.textContent)}`);
  return `[${id.slice(1)}] ${[flat(entry.querySelector(".h").textContent), ...fields].join(". ")}`;
};

const cited = (sentence) => {
  const ids = [...sentence.querySelectorAll("sup a")].map((link) => link.hash.slice(1));
  const queue = [...new Set(ids)];
  for (const id of queue) {
    const found = inputs(document.getElementById(id));
    if (found.length <= FEW) for (const one of found) if (queue.length < NOTES && !queue.includes(one)) queue.push(one);
  }
  return [plain(sentence), ...queue.map(note), `(${data.credit})`].join("\n");
};

const toClipboard = async (text) => {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    const area = make("textarea", { value: text, className: "vh" });
    document.body.append(area);
    area.select();
    const done = document.execCommand("copy");
    area.remove();
    return done;
  }
};

const status = make("p", { className: "vh", role: "status" });
document.body.append(status);

for (const sentence of document.querySelectorAll(".s")) {
  const button = make("button", { type: "button", className: "copy", ariaLabel: words.copy_label }, words.copy);
  button.addEventListener("click", async () => {
    const done = await toClipboard(cited(sentence));
    button.textContent = status.textContent = done ? words.copied : words.copy_failed;
    button.classList.add("done");
    button.focus({ preventScroll: true });
    setTimeout(() => {
      button.textContent = words.copy;
      status.textContent = "";
      button.classList.remove("done");
    }, 1600);
  });
  sentence.append(make("span", { className: "s-end" }, button));
}

/* Pictures. The page gives title and colours; what is saved carries both. */
const wrapped = (text, length) => {
  const lines = [""];
  for (const word of text.split(" ")) {
    const line = lines.at(-1);
    if (line && line.length + word.length + 1 > length) lines.push(word);
    else lines[lines.length - 1] = line ? `${line} ${word}` : word;
  }
  return lines;
};

const fitted = (name, width) => {
  const spec = structuredClone(data.charts[name]);
  const axis = spec.encoding.x.axis;
  axis.title = wrapped(axis.title.join(" "), Math.floor(width / 6.3));
  const { text, subtitle, ...look } = spec.title;
  spec.title = { ...look, text: wrapped(text, Math.floor(width / 9.4)), subtitle: wrapped(subtitle, Math.floor(width / 6.4)) };
  return spec;
};

const embed = (node, spec, options) => window.vegaEmbed(node, spec, { mode: "vega-lite", ast: true, actions: false, tooltip: { disableDefaultStyle: true }, ...options });

const draw = async (node) => {
  const spec = fitted(node.dataset.chart, node.clientWidth);
  spec.title = { ...spec.title, text: spec.title.subtitle, fontSize: 12, fontWeight: "normal", color: spec.title.subtitleColor };
  delete spec.title.subtitle;
  const { view } = await embed(node, spec, { renderer: "svg" });
  node.classList.add("drawn");
  node.setAttribute("role", "img");
  node.setAttribute("aria-label", node.dataset.label);
  node.setAttribute("aria-describedby", `alt-${node.dataset.chart}`);
  view.addEventListener("click", (event, item) => {
    if (!item?.datum?.mark) return;
    document.getElementById("vg-tooltip-element")?.classList.remove("visible");
    show(null, `e${item.datum.mark}`, new DOMRect(event.clientX, event.clientY, 0, 0));
    pinned = true;
  });
};

const save = async (name) => {
  const spec = JSON.parse(JSON.stringify(fitted(name, 720)).replace(/var\(--([a-z]+)\)/g, (whole, colour) => data.light[colour]));
  const off = make("div", { className: "vh" });
  document.body.append(off);
  Object.assign(spec, { width: 760, background: data.light.paper, padding: 20, autosize: { type: "fit-x", contains: "padding" } });
  const { view } = await embed(off, spec, { renderer: "none" });
  const link = make("a", { href: await view.toImageURL("png", 2), download: `${name}.png` });
  view.finalize();
  off.remove();
  link.click();
};

const drawAll = () => {
  for (const node of document.querySelectorAll(".plot")) draw(node);
};

document.addEventListener("DOMContentLoaded", () => {
  if (!window.vegaEmbed) return;
  for (const node of document.querySelectorAll(".plot")) {
    draw(node);
    node.parentNode.append(make("button", { type: "button", className: "save", onclick: () => save(node.dataset.chart) }, words.save));
  }
  let width = innerWidth;
  addEventListener("resize", () => {
    if (Math.abs(innerWidth - width) < 40) return;
    width = innerWidth;
    later(drawAll, 200);
  });
});
