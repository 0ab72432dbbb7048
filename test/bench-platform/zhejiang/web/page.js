import { $, toast } from '../../web/dom.js';
import { followFeed } from '../../web/feed.js';
import { setUpTrouble } from '../../web/trouble.js';
import { showDevices, showPunches, showTasks } from './arrivals.js';
import { APICODES, DIALECTS, KINDS } from './words.js';
import './orders.js';

const showTrouble = setUpTrouble({ member: 'apicode', scopes: Object.keys(APICODES), kinds: KINDS, dialects: DIALECTS });

const latest = followFeed((news, isFirst) => {
  showDevices(news);
  showTasks(news);
  showTrouble(news);
  showPunches(news.newPunches, !isFirst);
}, showDevices);

$('copy').onclick = async () => {
  const zhejiang = { ...latest().addresses, ...latest().credentials };
  await navigator.clipboard.writeText(`"platform": ${JSON.stringify({ protocol: 'zhejiang', zhejiang }, null, 2)}`);
  toast('已复制 / copied');
};
