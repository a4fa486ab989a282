// Draws the tables of charts. A figure's own table is the only source; without this script it is
// simply open. The library is loaded when the first chart comes near the screen. Words on the axes
// come from the server, because browsers write no Kazakh and no Azerbaijani dates.
(() => {
  "use strict";
  const address = document.currentScript.dataset.library;
  const DASHES = [[], [7, 4], [2, 3], [9, 3, 2, 3], [4, 2], [12, 4]];
  const LEAST_APART = 64; // pixels between two words of the time axis
  const drawn = new Set();
  let library;

  const load = () => {
    library ??= new Promise((done, fail) => {
      const script = document.createElement("script");
      script.src = address;
      script.onload = done;
      script.onerror = fail;
      document.head.append(script);
    });
    return library;
  };

  const read = (figure) => {
    const rows = [...figure.querySelectorAll(".chart__table tbody tr")];
    const plot = figure.querySelector("[data-chart-plot]");
    const names = [...figure.querySelectorAll(".chart__table thead th")].slice(1).map((cell) => cell.textContent);
    const value = (cell) => (cell.dataset.value === undefined ? null : Number(cell.dataset.value));
    return {
      plot,
      rows,
      names,
      bars: figure.dataset.chart === "bars",
      moments: rows.map((row) => Number(row.querySelector("time").dataset.at)),
      values: names.map((_name, column) => rows.map((row) => value(row.cells[column + 1]))),
      across: JSON.parse(plot.dataset.moments),
      upwards: JSON.parse(plot.dataset.values),
      marks: [...figure.querySelectorAll("[data-chart-marks] li")].map((item) => ({
        at: Number(item.querySelector("time").dataset.at),
        label: item.querySelector("[data-label]").textContent,
      })),
    };
  };

  const tooltip = (shown) => {
    const box = document.createElement("div");
    box.className = "chart__tip";
    box.dir = document.documentElement.dir;
    box.hidden = true;
    box.setAttribute("aria-hidden", "true");
    const fill = (row) => {
      const title = document.createElement("b");
      title.textContent = row.querySelector("time").textContent;
      box.replaceChildren(title);
      shown.names.forEach((name, column) => {
        const line = document.createElement("span");
        const key = document.createElement("i");
        key.textContent = name;
        line.append(key, row.cells[column + 1].textContent.trim());
        box.append(line);
      });
    };
    const move = (u) => {
      const { idx, left, top } = u.cursor;
      box.hidden = idx === null || idx === undefined || left < 0;
      if (box.hidden) return;
      fill(shown.rows[idx]);
      const width = u.over.clientWidth;
      const beside = left + 16 + box.offsetWidth > width ? left - 16 - box.offsetWidth : left + 16;
      const x = Math.min(Math.max(0, beside), Math.max(0, width - box.offsetWidth));
      const y = Math.min(Math.max(0, top - box.offsetHeight / 2), Math.max(0, u.over.clientHeight - box.offsetHeight));
      box.style.transform = `translate(${x}px, ${y}px)`;
    };
    return { hooks: { init: (u) => u.over.append(box), setCursor: move } };
  };

  const draw = (figure) => {
    const shown = read(figure);
    const page = getComputedStyle(document.body);
    const colour = (name) => getComputedStyle(figure).getPropertyValue(name).trim();
    const line = (index) => colour(`--chart-${(index % 6) + 1}`);
    const font = `13px ${page.fontFamily}`;
    const rtl = document.documentElement.dir === "rtl";
    const first = shown.moments[0];
    const last = shown.moments[shown.moments.length - 1];
    const apart = shown.moments.slice(1).reduce((least, at, place) => Math.min(least, at - shown.moments[place]), 86400);
    const margin = shown.bars || first === last ? apart * 0.6 : 0;
    const top = shown.upwards[shown.upwards.length - 1][0];

    const brush = document.createElement("canvas").getContext("2d");
    brush.font = font;
    const widest = (words) => Math.max(0, ...words.map((word) => brush.measureText(word).width));
    const acrossWidth = widest(shown.across.map(([, word]) => word));
    const beside = Math.ceil(Math.max(widest(shown.upwards.map(([, word]) => word)) + 16, acrossWidth / 2));

    // Thinned out evenly until the words do not touch.
    const across = (u) => {
      const room = Math.max(1, Math.floor(u.bbox.width / devicePixelRatio / Math.max(LEAST_APART, acrossWidth + 20)));
      const every = Math.max(1, Math.ceil(shown.across.length / room));
      return shown.across.filter((_tick, place) => place % every === 0).map(([at]) => at);
    };
    const word = (ticks) => (_u, splits) => splits.map((at) => (ticks.find(([place]) => place === at) || [0, ""])[1]);
    const axis = { stroke: () => colour("--chart-quiet"), font, ticks: { show: false }, border: { show: false } };

    const marks = (u) => {
      const { ctx, bbox } = u;
      ctx.save();
      ctx.strokeStyle = colour("--chart-quiet");
      ctx.fillStyle = colour("--chart-quiet");
      ctx.lineWidth = devicePixelRatio;
      ctx.setLineDash([3 * devicePixelRatio, 3 * devicePixelRatio]);
      ctx.font = `${12 * devicePixelRatio}px ${page.fontFamily}`;
      ctx.textBaseline = "bottom";
      for (const mark of shown.marks) {
        if (mark.at < u.scales.x.min || mark.at > u.scales.x.max) continue;
        const x = Math.round(u.valToPos(mark.at, "x", true));
        ctx.beginPath();
        ctx.moveTo(x, bbox.top);
        ctx.lineTo(x, bbox.top + bbox.height);
        ctx.stroke();
        const half = ctx.measureText(mark.label).width / 2;
        ctx.textAlign = "center";
        const middle = Math.min(Math.max(x, bbox.left + half), bbox.left + bbox.width - half);
        ctx.fillText(mark.label, middle, bbox.top - 3 * devicePixelRatio);
      }
      ctx.restore();
    };

    const one = shown.names.length === 1;
    const series = shown.names.map((label, index) => ({
      label,
      stroke: () => line(index),
      width: shown.bars ? 0 : 2.5,
      dash: one ? [] : DASHES[index % 6],
      fill: shown.bars ? () => line(index) : one ? () => `${line(index)}1f` : undefined,
      paths: shown.bars ? uPlot.paths.bars({ size: [0.72, 36], radius: 0.12 }) : undefined,
      spanGaps: true,
      points: { show: !shown.bars && shown.moments.length <= 40, size: 6, fill: () => line(index) },
    }));
    const size = () => ({ width: shown.plot.clientWidth, height: shown.plot.clientHeight });
    const chart = new uPlot(
      {
        ...size(),
        // Half a word of the time axis may stand out beyond the last value.
        padding: [shown.marks.length ? 22 : 10, rtl ? 0 : acrossWidth / 2 + 2, 0, rtl ? acrossWidth / 2 + 2 : 0],
        legend: { show: false },
        cursor: { y: false, drag: { x: false, y: false }, points: { show: !shown.bars } },
        scales: { x: { time: false, range: [first - margin, last + margin] }, y: { range: [0, top] } },
        series: [{}, ...series],
        axes: [
          { ...axis, splits: across, values: word(shown.across), grid: { show: false }, size: 36, gap: 10 },
          {
            ...axis,
            side: rtl ? 1 : 3,
            size: beside,
            splits: () => shown.upwards.map(([value]) => value),
            values: word(shown.upwards),
            grid: { stroke: () => colour("--chart-line"), width: 1 },
          },
        ],
        plugins: [tooltip(shown)],
        hooks: { draw: [marks] },
      },
      [shown.moments, ...shown.values],
      shown.plot,
    );
    new ResizeObserver(() => {
      const { width, height } = size();
      if (width && (width !== chart.width || height !== chart.height)) chart.setSize({ width, height });
    }).observe(shown.plot);
    drawn.add(chart);
    figure.dataset.drawn = "";
  };

  const asTable = (figure) => {
    figure.querySelector("[data-chart-plot]").hidden = true;
    figure.querySelector("[data-chart-keys]")?.setAttribute("hidden", "");
    figure.querySelector(".chart__data").open = true;
  };

  const redraw = () => { for (const chart of drawn) chart.redraw(false, true); };
  new MutationObserver(redraw).observe(document.documentElement, { attributes: true, attributeFilter: ["class", "data-theme"] });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", redraw);

  const near = new IntersectionObserver((seen) => {
    for (const { isIntersecting, target } of seen) {
      if (!isIntersecting) continue;
      near.unobserve(target);
      const fonts = document.fonts ? document.fonts.ready : Promise.resolve();
      load().then(() => fonts).then(() => draw(target)).catch(() => asTable(target));
    }
  }, { rootMargin: "200px" });

  for (const figure of document.querySelectorAll('[data-chart="line"], [data-chart="bars"]')) {
    const plot = figure.querySelector("[data-chart-plot]");
    if (!plot) continue;
    plot.hidden = false;
    figure.querySelector("[data-chart-keys]")?.removeAttribute("hidden");
    figure.querySelector(".chart__data").open = false;
    near.observe(figure);
  }
})();
