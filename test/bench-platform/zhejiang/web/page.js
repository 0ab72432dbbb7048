import { startPage } from '../../web/page.js';
import { showDevices, showPunches, showTasks } from './arrivals.js';
import { APICODES, DIALECTS, KINDS } from './words.js';
import './orders.js';

startPage({
  trouble: { member: 'apicode', scopes: Object.keys(APICODES), kinds: KINDS, dialects: DIALECTS },
  showDevices,
  showOthers: showTasks,
  showPunches,
  configuration: (news) => ({ protocol: 'zhejiang', zhejiang: news.configuration }),
});
