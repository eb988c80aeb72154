"use strict";
// Shows the facts of the page. Whatever comes from a document is put in place as text, never as markup.
(() => {
  const read = (id) => JSON.parse(document.getElementById(id).textContent);
  const facts = read("facts"), net = read("net"), options = read("options");
  const $ = (id) => document.getElementById(id);

  const WORDS = {
    en: {
      search: "Search companies, models, people, figures…", fit: "Fit", theme: "Theme", language: "中文", events: "Events", entities: "Entities",
      kinds: "Event kinds", modality: "Modality", types: "Entities", dates: "Dates", from: "from", to: "to", confidence: "Confidence at least",
      cited: "Show who is cited", citedFor: "Cited for", reset: "Reset filters", back: "← All events", evidence: "Evidence", confidenceOf: "confidence", rule: "rule",
      actual: "actual", planned: "planned", forecast: "forecast", rumored: "rumored", negated: "denied", undated: "undated", also: "also",
      shown: (e, n) => `${e} events · ${n} entities`, more: (n) => `${n} more: narrow the filters`, unknown: "not in the catalogue",
      left: (n) => `${n} more events are left out of this picture, the least supported first. Draw fewer with --entity, --since, --kind, or more with --limit.`,
      published: "published", offsets: "characters", legend: "Lines", solid: "actual", dashed: "planned, forecast, rumored", dotted: "denied",
      none: "No event matches the filters.", reports: (n) => (n === 1 ? "1 report" : `${n} reports`), type: {},
    },
    zh: {
      search: "搜索公司、模型、人物、数字…", fit: "全图", theme: "明暗", language: "English", events: "事件", entities: "实体",
      kinds: "事件类型", modality: "性质", types: "实体", dates: "日期", from: "自", to: "至", confidence: "最低置信度",
      cited: "显示引用来源", citedFor: "被引用于", reset: "重置筛选", back: "← 全部事件", evidence: "原文依据", confidenceOf: "置信度", rule: "规则",
      actual: "已发生", planned: "计划", forecast: "预测", rumored: "传闻", negated: "否认", undated: "无日期", also: "又称",
      shown: (e, n) => `${e} 个事件 · ${n} 个实体`, more: (n) => `另有 ${n} 个，请缩小筛选范围`, unknown: "目录外名称",
      left: (n) => `图中略去 ${n} 个支持较少的事件。可用 --entity、--since、--kind 缩小范围，或用 --limit 放宽。`,
      published: "发布于", offsets: "字符", legend: "线型", solid: "已发生", dashed: "计划、预测、传闻", dotted: "否认",
      none: "没有符合筛选条件的事件。", reports: (n) => `${n} 篇报道`,
      type: { Organization: "机构", Person: "人物", Model: "模型", Product: "产品", Hardware: "硬件", Benchmark: "评测", MarketIndex: "指数", Place: "地点" },
    },
  };
  const MODALITIES = ["actual", "planned", "forecast", "rumored", "negated"];
  const LISTED = 250; // buttons in the list of events; more only make it slow
  const state = { language: facts.language, selected: null, hovered: null, off: new Set(), since: "", until: "", least: 0, cited: false };
  const t = (key) => WORDS[state.language][key];
  const cap = (s) => s.charAt(0).toUpperCase() + s.slice(1);
  const roleName = (role) => cap(facts.roles[role][state.language]);
  const typeName = (type) => t("type")[type] || type || "?";
  const kindName = (kind) => (state.language === "zh" ? facts.kinds[kind].zh : cap(facts.kinds[kind].en));
  const entityName = (id) => facts.entities[id].names[state.language] || facts.entities[id].name;
  const valueText = (v) => (v.entity ? entityName(v.entity) : v[state.language]);

  function el(tag, attributes = {}, ...children) {
    const node = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) {
      if (name === "class") node.className = value;
      else if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
      else if (name === "color") node.style.setProperty("--c", `var(--${value})`);
      else node.setAttribute(name, value);
    }
    node.append(...children.filter((c) => c !== null && c !== ""));
    return node;
  }

  // --- what is connected to what

  const links = new Map(); // node → [{edge, other, role}]
  net.edges.forEach((edge, i) => {
    edge.id = i;
    for (const [a, b] of [[edge.from, edge.to], [edge.to, edge.from]]) {
      if (!links.has(a)) links.set(a, []);
      links.get(a).push({ edge, other: b, role: edge.role });
    }
  });
  const place = new Map(net.nodes.map((n) => [n.id, n]));
  const degree = (id) => (links.get(id) || []).filter((l) => l.role !== "source").length;
  const isEvent = (id) => id in facts.events;

  function headline(event) {
    const kind = event.kind, figure = event.figures[state.language];
    const who = event.arguments.filter((a) => a.role !== "source" && a.values[0].entity).slice(0, 3);
    const names = [...new Set(who.flatMap((a) => a.values.map(valueText)))];
    const shown = names.slice(0, 4).join(" · ") + (names.length > 4 ? " …" : "");
    return [shown || kindName(kind), [event.metric[state.language], figure].filter(Boolean).join(" ")];
  }

  // --- which are shown

  const visible = { events: new Set(), entities: new Set() };
  function filter() {
    visible.events.clear();
    visible.entities.clear();
    for (const [id, e] of Object.entries(facts.events)) {
      if (state.off.has(e.kind) || state.off.has(e.modality) || e.confidence < state.least) continue;
      if ((state.since && !(e.date >= state.since)) || (state.until && !(e.date && e.date <= state.until))) continue;
      visible.events.add(id);
      for (const l of links.get(id) || []) {
        if ((state.cited || l.role !== "source") && !state.off.has(facts.entities[l.other].type)) visible.entities.add(l.other);
      }
    }
    const shown = (id) => visible.events.has(id) || visible.entities.has(id);
    nodes.update(net.nodes.map((n) => ({ id: n.id, hidden: !shown(n.id) })));
    edges.update(net.edges.map((e) => ({ id: e.id, hidden: !(shown(e.from) && shown(e.to)) || (e.role === "source" && !state.cited) })));
    $("counts").textContent = t("shown")(visible.events.size, visible.entities.size);
    if (!state.selected) showList();
  }

  // --- the drawing

  let colors = {};
  function readColors() {
    const style = getComputedStyle(document.documentElement);
    colors = new Proxy({}, { get: (_, name) => style.getPropertyValue(`--${String(name)}`).trim() || style.getPropertyValue("--other").trim() });
  }
  const dashes = (modality) => (modality === "actual" ? false : modality === "negated" ? [1, 4] : [5, 4]);
  const radius = (id) => 7 + 4.2 * Math.sqrt(degree(id));
  const near = () => {
    const id = state.selected || state.hovered;
    return id ? new Set([id, ...(links.get(id) || []).filter((l) => state.cited || l.role !== "source").map((l) => l.other)]) : null;
  };

  function nodeStyle(id, close) {
    const faded = close && !close.has(id);
    const chosen = id === state.selected;
    const base = { id, opacity: faded ? 0.16 : 1, borderWidth: chosen ? 4 : 1.5, labelHighlightBold: false, chosen: false };
    if (isEvent(id)) {
      const e = facts.events[id], color = colors[facts.kinds[e.kind].family], sure = e.modality === "actual";
      return { ...base, size: 8 + Math.min(6, 2 * (e.claims.length - 1)), color: { background: sure ? color : colors.paper, border: chosen ? colors.ink : color },
        shapeProperties: { borderDashes: dashes(e.modality), borderRadius: 3 }, borderWidth: chosen ? 4 : sure ? 1.5 : 2.5 };
    }
    const color = colors[facts.entities[id].type];
    return { ...base, size: radius(id), color: { background: color, border: chosen ? colors.accent : colors.paper } };
  }
  function edgeStyle(edge, close) {
    const id = state.selected || state.hovered;
    const bright = close && (edge.from === id || edge.to === id);
    const modality = facts.events[edge.from].modality;
    return { id: edge.id, arrows: "", width: bright ? 2.5 : 2, dashes: dashes(modality), chosen: false, hoverWidth: 0, selectionWidth: 0,
      color: { color: bright ? colors.soft : colors.edge, opacity: close && !bright ? 0.12 : edge.role === "source" ? 0.45 : 0.95 } };
  }
  function paint() {
    const close = near();
    nodes.update(net.nodes.map((n) => nodeStyle(n.id, close)));
    edges.update(net.edges.map((e) => edgeStyle(e, close)));
  }

  // Labels are set like those of a map: of one size on the screen, the important first, none over another.
  function drawLabels(ctx) {
    const scale = network.getScale(), taken = [], close = near();
    const ranked = [...visible.entities, ...visible.events].map((id) => {
      const d = degree(id), event = isEvent(id);
      const weight = id === state.selected || id === state.hovered ? 1e9 : (close?.has(id) ? 1e6 : 0) + (event ? d / 10 + facts.events[id].claims.length / 5 : d + 0.5);
      return { id, event, d, weight };
    }).sort((a, b) => b.weight - a.weight || (a.id < b.id ? -1 : 1));
    const view = network.body.view.translation, box = $("graph").getBoundingClientRect();
    ctx.save();
    ctx.textAlign = "center";
    ctx.textBaseline = "top";
    ctx.lineJoin = "round";
    for (const { id, event, d } of ranked) {
      if (close && !close.has(id)) continue;
      const n = network.body.nodes[id];
      const sx = n.x * scale + view.x, sy = n.y * scale + view.y;
      if (sx < -60 || sy < -40 || sx > box.width + 60 || sy > box.height + 40) continue;
      if (event && scale < 0.42 && !close) continue;
      const size = event ? 11 : Math.min(19, 11.5 + Math.sqrt(d) * 1.25);
      const lines = event ? headlineLines(id) : [clip(entityName(id), 26)];
      ctx.font = `${event ? 400 : d > 3 ? 650 : 500} ${size / scale}px ${FONT}`;
      const width = Math.max(...lines.map((l) => ctx.measureText(l).width)) * scale, height = lines.length * size * 1.25;
      const top = sy + (event ? 10 : radius(id)) * scale + 3;
      const rect = [sx - width / 2 - 3, top - 1, sx + width / 2 + 3, top + height];
      if (!claimRoom(taken, rect)) continue;
      lines.forEach((line, i) => {
        const y = n.y + (event ? 10 : radius(id)) + (3 + i * size * 1.25) / scale;
        ctx.strokeStyle = colors.halo;
        ctx.lineWidth = 4 / scale;
        ctx.strokeText(line, n.x, y);
        ctx.fillStyle = event ? (i ? colors.ink : colors.soft) : colors.ink;
        ctx.fillText(line, n.x, y);
      });
    }
    if (close) drawRoles(ctx, scale, view, taken);
    ctx.restore();
  }
  function claimRoom(taken, rect) {
    const clash = taken.some((r) => rect[0] < r[2] && rect[2] > r[0] && rect[1] < r[3] && rect[3] > r[1]);
    if (!clash) taken.push(rect);
    return !clash;
  }
  function drawRoles(ctx, scale, view, taken) {
    const id = state.selected || state.hovered;
    const own = (links.get(id) || []).filter((l) => visible.events.has(l.other) || visible.entities.has(l.other));
    if (!isEvent(id) && own.length > 12) return;
    ctx.font = `italic 400 ${10.5 / scale}px ${FONT}`;
    ctx.textBaseline = "middle";
    for (const l of own) {
      if (l.role === "source" && !state.cited) continue;
      const a = network.body.nodes[id], b = network.body.nodes[l.other];
      const x = (a.x + b.x) / 2, y = (a.y + b.y) / 2, sx = x * scale + view.x, sy = y * scale + view.y;
      const half = (ctx.measureText(roleName(l.role)).width * scale) / 2 + 2;
      if (!claimRoom(taken, [sx - half, sy - 7, sx + half, sy + 7])) continue;
      ctx.strokeText(roleName(l.role), x, y);
      ctx.fillStyle = colors.soft;
      ctx.fillText(roleName(l.role), x, y);
    }
  }
  const FONT = getComputedStyle(document.body).fontFamily;
  const wide = (c) => (/[\u2e80-\uffff]/.test(c) ? 2 : 1);
  function clip(text, columns) {
    let used = 0, out = "";
    for (const c of text) {
      used += wide(c);
      if (used > columns) return `${out.trimEnd()}…`;
      out += c;
    }
    return out;
  }
  function headlineLines(id) {
    const e = facts.events[id], figure = headline(e)[1];
    return [clip(kindName(e.kind), 24), ...(figure ? [clip(figure, 26)] : [])];
  }

  // --- the panel

  function button(id, text) {
    return el("button", { class: "link", type: "button", onclick: () => select(id, true) }, text);
  }
  function eventItem(id) {
    const e = facts.events[id], [who, figure] = headline(e);
    return el("li", {}, el("button", { type: "button", onclick: () => select(id, true) },
      el("time", {}, e.date || t("undated")),
      el("span", { class: "head" }, el("i", { class: "square", color: facts.kinds[e.kind].family }), kindName(e.kind), badge(e.modality)),
      el("span", { class: "what" }, who, figure ? " " : "", figure ? el("b", {}, figure) : "")));
  }
  const badge = (modality) => (modality === "actual" ? null : el("span", { class: `badge ${modality}` }, t(modality)));
  function eventList(ids) {
    const sorted = ids.sort((a, b) => (facts.events[a].date < facts.events[b].date ? 1 : facts.events[a].date > facts.events[b].date ? -1 : a < b ? -1 : 1));
    const list = el("ol", { class: "events" }, ...sorted.slice(0, LISTED).map(eventItem));
    return sorted.length > LISTED ? [list, el("p", { class: "more" }, t("more")(sorted.length - LISTED))] : [list];
  }
  const fill = (...children) => { $("panel").replaceChildren(...children.flat(2).filter((c) => c !== null && c !== "")); $("panel").scrollTop = 0; };
  function showList() {
    const ids = [...visible.events];
    fill(el("div", { class: "bar" }, el("h2", {}, t("events"))), ids.length ? eventList(ids) : el("p", { class: "more" }, t("none")));
  }
  const back = () => el("div", { class: "bar" }, el("button", { type: "button", onclick: () => select(null) }, t("back")));
  function showEntity(id) {
    const e = facts.entities[id];
    const names = [...new Set([...Object.values(e.names), e.name])].filter((n) => n !== entityName(id));
    const also = e.aliases.filter((a) => a !== entityName(id)).slice(0, 12).join(" · ");
    const among = (wanted) => [...new Set((links.get(id) || []).filter((l) => (l.role === "source") === wanted).map((l) => l.other))].filter((x) => visible.events.has(x));
    const own = among(false), cited = among(true).filter((x) => !own.includes(x));
    fill(back(), el("p", { class: "kind" }, el("i", { class: "dot", color: e.type }), typeName(e.type), e.known ? "" : el("span", { class: "badge" }, t("unknown"))),
      el("div", { class: "title" }, entityName(id)), names.length ? el("p", { class: "kind" }, names.join(" · ")) : "",
      also ? el("p", { class: "kind" }, `${t("also")} ${also}`) : "",
      own.length ? [el("h3", { class: "section" }, `${t("events")} ${own.length}`), ...eventList(own)] : [],
      cited.length ? [el("h3", { class: "section" }, `${t("citedFor")} ${cited.length}`), ...eventList(cited)] : []);
  }
  function showEvent(id) {
    const e = facts.events[id], [who, figure] = headline(e), list = el("dl");
    for (const { role, values } of e.arguments) {
      const dd = el("dd", { class: values.some((v) => v.entity) ? "" : "figure" });
      values.forEach((v, i) => dd.append(i ? ", " : "", v.entity ? button(v.entity, valueText(v)) : valueText(v)));
      list.append(el("dt", {}, roleName(role)), dd);
    }
    fill(back(), el("p", { class: "kind" }, el("i", { class: "square", color: facts.kinds[e.kind].family }), kindName(e.kind),
      el("span", { class: `badge ${e.modality}` }, t(e.modality)), el("span", {}, e.when || e.date || t("undated")), el("span", {}, `${t("confidenceOf")} ${e.confidence}`)),
      el("div", { class: "title" }, who), figure ? el("div", { class: "title" }, figure) : "", list,
      el("h3", { class: "section" }, `${t("evidence")} · ${t("reports")(new Set(e.claims.map((c) => c.document)).size)}`), e.claims.map(claimCard),
      el("p", { class: "more" }, el("code", {}, e.id)));
  }
  function claimCard(claim) {
    const d = facts.documents[claim.document] || { source: claim.document };
    const card = el("div", { class: "claim" });
    for (const q of claim.quotations) card.append(el("blockquote", {}, q.before, el("mark", {}, q.text), q.after));
    const offsets = claim.quotations.map((q) => `${q.start}–${q.end}`).join(", ");
    const imprint = [d.publisher?.[state.language], d.published && `${t("published")} ${d.published}`].filter(Boolean).join(" · ");
    card.append(el("p", { class: "from" }, d.title || d.source), el("p", {}, imprint),
      el("p", {}, `${d.source}${offsets ? ` · ${t("offsets")} ${offsets}` : ""}`),
      el("p", {}, `${t(claim.modality)} · ${t("confidenceOf")} ${claim.confidence} · ${t("rule")} `, el("code", {}, claim.rule)));
    return card;
  }
  function select(id, move = false) {
    state.selected = id;
    state.hovered = null;
    if (!id) showList();
    else if (isEvent(id)) showEvent(id);
    else showEntity(id);
    paint();
    if (id && move) {
      const n = place.get(id);
      network.moveTo({ position: { x: n.x, y: n.y }, scale: Math.max(network.getScale(), 0.75), animation: still ? false : { duration: 350 } });
      $("panel").focus({ preventScroll: true });
    }
    network.redraw();
  }

  // --- the filters

  function check(key, text, count, mark) {
    const box = el("input", { type: "checkbox" });
    box.checked = !state.off.has(key);
    const label = el("label", { class: box.checked ? "" : "off" }, box, mark, text, el("span", { class: "n" }, String(count)));
    box.addEventListener("change", () => {
      state.off[box.checked ? "delete" : "add"](key);
      label.className = box.checked ? "" : "off";
      filter();
    });
    return label;
  }
  const count = (things, key) => things.reduce((m, x) => m.set(x[key], (m.get(x[key]) || 0) + 1), new Map());
  function buildFilters() {
    const events = Object.values(facts.events), kinds = count(events, "kind"), modalities = count(events, "modality");
    const types = count(Object.values(facts.entities), "type"), days = events.map((e) => e.date).filter(Boolean).sort();
    const dateBox = (key) => {
      const box = el("input", { type: "date", value: state[key], min: days[0] || "", max: days.at(-1) || "", "aria-label": t(key === "since" ? "from" : "to") });
      box.addEventListener("change", () => { state[key] = box.value; filter(); });
      return box;
    };
    const least = el("input", { type: "range", min: "0", max: "1", step: "0.05", value: String(state.least), "aria-label": t("confidence") });
    const shown = el("span", { class: "n" }, state.least.toFixed(2));
    least.addEventListener("input", () => { state.least = Number(least.value); shown.textContent = state.least.toFixed(2); filter(); });
    const cited = el("input", { type: "checkbox" });
    cited.checked = state.cited;
    cited.addEventListener("change", () => { state.cited = cited.checked; filter(); });
    const byCount = (m) => [...m].sort((a, b) => b[1] - a[1]);
    $("filters").replaceChildren(
      el("h2", {}, t("kinds")), ...byCount(kinds).map(([k, n]) => check(k, kindName(k), n, el("i", { class: "square", color: facts.kinds[k].family }))),
      el("h2", {}, t("types")), ...byCount(types).map(([k, n]) => check(k, typeName(k), n, el("i", { class: "dot", color: k || "other" }))),
      el("label", {}, cited, t("cited")),
      el("h2", {}, t("modality")), ...MODALITIES.filter((m) => modalities.has(m)).map((m) =>
        check(m, t(m), modalities.get(m), el("i", { class: `line ${m === "actual" ? "" : m === "negated" ? "dotted" : "dashed"}` }))),
      el("h2", {}, t("dates")), el("div", { class: "dates" }, el("span", {}, t("from")), dateBox("since"), el("span", {}, t("to")), dateBox("until")),
      el("h2", {}, t("confidence")), el("label", {}, least, shown),
      el("button", { class: "reset", type: "button", onclick: () => { Object.assign(state, { since: "", until: "", least: 0, cited: false }); state.off.clear(); buildFilters(); filter(); } }, t("reset")));
  }

  // --- search

  let hits = [], at = -1;
  const folded = (s) => s.normalize("NFKC").toLowerCase().replace(/\s+/g, "");
  const index = [
    ...Object.entries(facts.entities).map(([id, e]) => ({ id, text: folded([e.name, e.id, ...Object.values(e.names), ...e.aliases].join("\n")), rank: degree(id) + 100 })),
    ...Object.entries(facts.events).map(([id, e]) => ({ id, rank: e.claims.length,
      text: folded([facts.kinds[e.kind].zh, facts.kinds[e.kind].en, e.metric.zh, e.metric.en, e.figures.zh, e.figures.en, ...e.arguments.flatMap((a) => a.values.map((v) => v.en || "")), ...e.claims.flatMap((c) => c.quotations.map((q) => q.text))].join("\n")) })),
  ];
  function search() {
    const wanted = folded($("search").value);
    hits = wanted ? index.filter((x) => x.text.includes(wanted)).sort((a, b) => b.rank - a.rank).slice(0, 12) : [];
    at = hits.length ? 0 : -1;
    $("hits").replaceChildren(...hits.map((hit, i) => {
      const event = facts.events[hit.id];
      const label = event ? headline(event).filter(Boolean).join(" ") : entityName(hit.id);
      const mark = event ? el("i", { class: "square", color: facts.kinds[event.kind].family }) : el("i", { class: "dot", color: facts.entities[hit.id].type || "other" });
      return el("li", { role: "option", id: `hit${i}`, onmousedown: (e) => { e.preventDefault(); choose(i); } },
        mark, el("span", {}, clip(label, 52)), el("small", {}, event ? kindName(event.kind) : typeName(facts.entities[hit.id].type)));
    }));
    markHit();
  }
  function markHit() {
    $("hits").hidden = !hits.length;
    $("search").setAttribute("aria-expanded", String(hits.length > 0));
    [...$("hits").children].forEach((li, i) => li.setAttribute("aria-selected", String(i === at)));
    if (at >= 0) $("search").setAttribute("aria-activedescendant", `hit${at}`);
    else $("search").removeAttribute("aria-activedescendant");
  }
  function choose(i) {
    const { id } = hits[i];
    hits = [];
    markHit();
    if (!visible.events.has(id) && !visible.entities.has(id)) {
      Object.assign(state, { since: "", until: "", least: 0, cited: true });
      state.off.clear();
      buildFilters();
      filter();
    }
    select(id, true);
  }
  $("search").addEventListener("input", search);
  $("search").addEventListener("blur", () => { hits = []; markHit(); });
  $("search").addEventListener("keydown", (e) => {
    if (e.key === "ArrowDown" || e.key === "ArrowUp") {
      at = hits.length ? (at + (e.key === "ArrowDown" ? 1 : hits.length - 1)) % hits.length : -1;
      markHit();
      e.preventDefault();
    } else if (e.key === "Enter" && at >= 0) choose(at);
    else if (e.key === "Escape") { hits = []; markHit(); }
  });

  // --- everything together

  function words() {
    document.documentElement.lang = state.language === "zh" ? "zh-CN" : "en";
    $("search").placeholder = t("search");
    $("search").setAttribute("aria-label", t("search"));
    for (const id of ["fit", "theme", "language"]) $(id).textContent = t(id);
    $("note").textContent = facts.leftOut ? t("left")(facts.leftOut) : "";
    buildFilters();
    filter();
    if (state.selected) select(state.selected);
    network.redraw();
  }
  function theme(dark) {
    document.documentElement.classList.toggle("dark", dark);
    document.documentElement.style.colorScheme = dark ? "dark" : "light";
    readColors();
    paint();
    network.redraw();
  }
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
  const nodes = new vis.DataSet(net.nodes.map((n) => ({ id: n.id, x: n.x, y: n.y, shape: n.shape, fixed: false })));
  const edges = new vis.DataSet(net.edges.map((e) => ({ id: e.id, from: e.from, to: e.to })));
  readColors();
  const network = new vis.Network($("graph"), { nodes, edges }, { ...options, autoResize: true });
  network.on("afterDrawing", drawLabels);
  network.on("click", (hit) => select(hit.nodes[0] ?? (hit.edges.length ? net.edges[hit.edges[0]].from : null)));
  network.on("hoverNode", ({ node }) => { if (!state.selected) { state.hovered = node; paint(); } $("graph").style.cursor = "pointer"; });
  network.on("blurNode", () => { if (state.hovered) { state.hovered = null; paint(); } $("graph").style.cursor = ""; });
  network.on("dragEnd", ({ nodes: moved }) => moved.forEach((id) => Object.assign(place.get(id), network.getPosition(id))));
  // The whole where it can be read, else the neighbourhood of the most connected: shrunk to dots it tells nothing.
  function fit(animation = false) {
    const shown = net.nodes.filter((n) => visible.events.has(n.id) || visible.entities.has(n.id)), box = $("graph").getBoundingClientRect();
    if (!shown.length) return;
    const span = (key) => [Math.min(...shown.map((n) => n[key])), Math.max(...shown.map((n) => n[key]))];
    const [left, right] = span("x"), [top, bottom] = span("y");
    const scale = Math.min(1.1, (box.width - 110) / Math.max(1, right - left), (box.height - 90) / Math.max(1, bottom - top));
    network.moveTo({ position: { x: (left + right) / 2, y: (top + bottom) / 2 }, scale, animation });
    return scale;
  }
  function open() {
    if (fit() >= 0.2) return;
    const hub = net.nodes.filter((n) => visible.entities.has(n.id)).sort((a, b) => degree(b.id) - degree(a.id))[0];
    if (hub) network.moveTo({ position: { x: hub.x, y: hub.y }, scale: 0.4 });
  }
  // vis-network keeps its own idea of the view while the window finds its size; ours holds until somebody moves it.
  let touched = false;
  for (const name of ["pointerdown", "wheel"]) $("graph").addEventListener(name, () => { touched = true; }, { passive: true, capture: true });
  network.on("resize", () => { if (!touched && !state.selected) setTimeout(open); });
  $("fit").addEventListener("click", () => fit(still ? false : { duration: 300 }));
  $("language").addEventListener("click", () => { state.language = state.language === "zh" ? "en" : "zh"; words(); });
  $("theme").addEventListener("click", () => theme(!document.documentElement.classList.contains("dark")));
  document.addEventListener("keydown", (e) => {
    if (e.key === "Escape" && state.selected && document.activeElement !== $("search")) select(null);
    if (e.key === "/" && document.activeElement?.tagName !== "INPUT") { $("search").focus(); e.preventDefault(); }
  });
  theme(matchMedia("(prefers-color-scheme: dark)").matches);
  words();
  open();
  window.aikg = { select, network, facts, visible }; // for programs that drive the page
})();
