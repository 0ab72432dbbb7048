import { $, h } from './dom.js';

/** Follows the platform: `show(latest, isFirst)` for each piece of news, and now and then for the clocks. */
export function followFeed(show, onTick) {
  let latest = null;
  let isFirst = true;
  const feed = new EventSource('/feed');
  feed.onopen = () => {
    $('offline').hidden = true;
    isFirst = true;
  };
  feed.onerror = () => ($('offline').hidden = false);
  feed.onmessage = ({ data }) => {
    latest = JSON.parse(data);
    if (isFirst) for (const id of ['punches', 'lines']) $(id).replaceChildren();
    show(latest, isFirst);
    showLines(latest.newLines);
    isFirst = false;
  };
  setInterval(() => latest !== null && onTick(latest), 5_000);
  return () => latest;
}

function showLines(lines) {
  const list = $('lines');
  const isAtEnd = list.scrollTop + list.clientHeight > list.scrollHeight - 30;
  for (const { text, isBad } of lines) list.append(h('div', { class: isBad ? 'bad' : '' }, text));
  while (list.childElementCount > 400) list.firstElementChild.remove();
  if (isAtEnd) list.scrollTop = list.scrollHeight;
}
