import { startPage } from '../../web/page.js';
import { showCertificate, showDevices, showPunches, showRegistrations, showTasks } from './arrivals.js';
import { DIALECTS, KINDS, METHODS } from './words.js';
import './orders.js';

startPage({
  trouble: { member: 'method', scopes: METHODS, kinds: KINDS, dialects: DIALECTS },
  showDevices,
  showOthers: (news) => {
    showRegistrations(news);
    showTasks(news);
    showCertificate(news);
  },
  showPunches,
  configuration: (news) => ({ protocol: 'sichuan', sichuan: news.configuration }),
});
