import { $, toast } from '../../web/dom.js';
import { followFeed } from '../../web/feed.js';
import { setUpTrouble } from '../../web/trouble.js';
import { showCertificate, showDevices, showPunches, showRegistrations, showTasks } from './arrivals.js';
import { DIALECTS, KINDS, METHODS } from './words.js';
import './orders.js';

const showTrouble = setUpTrouble({ member: 'method', scopes: METHODS, kinds: KINDS, dialects: DIALECTS });

const latest = followFeed((news, isFirst) => {
  showDevices(news);
  showRegistrations(news);
  showTasks(news);
  showTrouble(news);
  showCertificate(news);
  showPunches(news.newPunches, !isFirst);
}, showDevices);

$('copy').onclick = async () => {
  const platform = { protocol: 'sichuan', sichuan: latest().configuration };
  await navigator.clipboard.writeText(`"platform": ${JSON.stringify(platform, null, 2)}`);
  toast('已复制 / copied');
};
