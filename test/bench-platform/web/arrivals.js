import { $, clock, fill, h, options, show } from './dom.js';
import { act, names } from './people.js';

/** `chipOf(device)`: `{ isOnline, word, beatAtMs, title }`; `address`: where the first one is waited for. */
export function showDeviceChips({ devices }, address, chipOf) {
  const chips = devices.map((device) => {
    const { isOnline, word, beatAtMs, title } = chipOf(device);
    const beat = beatAtMs === null ? '尚无心跳' : `心跳 ${clock(beatAtMs)}`;
    const words = h('small', {}, `${word} · ${beat}`);
    return h('span', { class: `device${isOnline ? ' online' : ''}`, title }, device.sn, ' ', words);
  });
  const html = chips.map((chip) => chip.outerHTML);
  show($('devices'), html, () =>
    chips.length > 0 ? chips : [h('small', {}, `等待设备连接 / waiting for a device: ${address}`)],
  );
  options($('sn'), [['', '任一设备'], ...devices.map(({ sn }) => [sn, sn])]);
}

/** `counts`: `[number, word]`. */
export const showCounts = (counts) =>
  fill(
    $('counts'),
    counts.flatMap(([count, word]) => [h('b', {}, count), word]),
  );

/** `cardOf(punch)`: `{ head, id, atMs, lines, marks, title }`, `lines` between the name and how late it came. */
export function showPunchCards(punches, isNew, cardOf) {
  const list = $('punches');
  for (const punch of punches) {
    list.querySelector('.empty')?.remove();
    const { head, id, atMs, lines, marks, title } = cardOf(punch);
    const lateMs = punch.arrivedAtMs - atMs;
    const late = lateMs < 60_000 ? `${(lateMs / 1000).toFixed(1)} 秒后到达` : `补传，晚 ${Math.round(lateMs / 60_000)} 分钟`;
    const name = names.get(id);
    const remarks = new Set(punch.remarks.map((remark) => remark.split(' / ')[0]));
    const all = [...marks, punch.isRepeat ? '重发' : '', punch.reply === 'lost' ? '应答未送达' : '', ...remarks];
    list.prepend(
      h(
        'div',
        { class: `punch${isNew ? ' fresh' : ''}`, title },
        head,
        h('p', {}, name ?? id),
        h('p', { class: 'quiet' }, name === undefined ? '' : id),
        ...lines,
        h('p', { class: lateMs > 10_000 ? 'late' : 'quiet' }, late),
        h('p', { class: 'remark' }, all.filter((mark) => mark !== '').join('，')),
      ),
    );
  }
  while (list.childElementCount > 120) list.lastElementChild.remove();
  if (list.childElementCount === 0) list.append(h('div', { class: 'empty' }, '还没有记录 / none yet'));
}

const STATES = {
  waiting: '等待心跳',
  announced: '已通知',
  fetched: '已领取',
  done: '完成',
  failed: '失败',
  unsupported: '不支持',
};

/** `rowOf(task)`: `{ title, facts, again }`; `again`: what orders it once more. */
export function showTaskRows({ tasks }, rowOf) {
  show($('tasks'), [tasks, [...names]], () =>
    tasks.length > 0 ? tasks.map((task) => taskRow(task, rowOf(task))) : [h('div', { class: 'empty' }, '还没有任务 / none yet')],
  );
}

function taskRow(task, { title, facts, again }) {
  const all = [clock(task.createdAtMs), task.sn ?? '任一设备', task.count === null ? '' : `${task.count} 人`, ...facts];
  const button = task.report === null ? '' : h('button', { onclick: () => act('again', again) }, '再次下发');
  const state = h('span', { class: `state ${task.state}` }, STATES[task.state]);
  return h(
    'div',
    { class: 'task', title: Object.values(again).join() },
    h('div', { class: 'head' }, h('b', {}, title), state, button),
    h('div', {}, all.filter((fact) => fact !== '').join(' · ')),
  );
}
