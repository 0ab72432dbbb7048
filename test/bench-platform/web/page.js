import { $, toast } from './dom.js';
import { followFeed } from './feed.js';
import { setUpTrouble } from './trouble.js';

/**
 * What both platforms' pages do. `trouble`: see setUpTrouble; `showDevices(news)`: called for the clocks too;
 * `showOthers(news)`; `showPunches(punches, isNew)`; `configuration(news)`: `platform` of the terminal's configuration.
 */
export function startPage({ trouble, showDevices, showOthers, showPunches, configuration }) {
  const showTrouble = setUpTrouble(trouble);
  const latest = followFeed((news, isFirst) => {
    showDevices(news);
    showOthers(news);
    showTrouble(news);
    showPunches(news.newPunches, !isFirst);
  }, showDevices);
  $('copy').onclick = async () => {
    await navigator.clipboard.writeText(`"platform": ${JSON.stringify(configuration(latest()), null, 2)}`);
    toast('已复制 / copied');
  };
}
