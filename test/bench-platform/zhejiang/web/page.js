import { showDevices, showLines, showPunches, showTasks } from './arrivals.js';
import { $, toast } from './dom.js';
import { showDialect, showRules } from './trouble.js';

let latest = null;
const feed = new EventSource('/feed');
let isFirst = true;
feed.onopen = () => {
  $('offline').hidden = true;
  isFirst = true;
};
feed.onerror = () => ($('offline').hidden = false);
feed.onmessage = ({ data }) => {
  latest = JSON.parse(data);
  if (isFirst) for (const id of ['punches', 'lines']) $(id).replaceChildren();
  showDevices(latest);
  showTasks(latest);
  showRules(latest);
  showDialect(latest);
  showPunches(latest.newPunches, !isFirst);
  showLines(latest.newLines);
  isFirst = false;
};
setInterval(() => latest !== null && showDevices(latest), 5_000);

$('copy').onclick = async () => {
  const zhejiang = { ...latest.addresses, ...latest.credentials };
  await navigator.clipboard.writeText(`"platform": ${JSON.stringify({ protocol: 'zhejiang', zhejiang }, null, 2)}`);
  toast('已复制 / copied');
};
