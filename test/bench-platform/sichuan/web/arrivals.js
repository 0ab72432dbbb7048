import { $, clock, fill, h, options, show } from '../../web/dom.js';
import { act, names } from '../../web/people.js';
import { CERTIFICATES, DEL_TYPES, USER_TYPES } from './words.js';

export function showDevices(latest) {
  const chips = latest.devices.map(({ sn, lastOnlineAtMs, offlineAfterMs, heartbeats }) => {
    const isOnline = lastOnlineAtMs !== null && Date.now() - lastOnlineAtMs < offlineAfterMs;
    const beat = lastOnlineAtMs === null ? '尚无心跳' : `心跳 ${clock(lastOnlineAtMs)}`;
    const title = `${heartbeats} 次心跳 / heartbeats`;
    const words = h('small', {}, `${isOnline ? '在线' : '离线'} · ${beat}`);
    return h('span', { class: `device${isOnline ? ' online' : ''}`, title }, sn, ' ', words);
  });
  const html = chips.map((chip) => chip.outerHTML);
  show($('devices'), html, () =>
    chips.length > 0 ? chips : [h('small', {}, `等待设备连接 / waiting for a device: ${latest.baseUrl}`)],
  );
  const { punches, repeats, results, registrations } = latest.counts;
  const counts = [[punches, '记录'], [repeats, '重发'], [results, '任务结果'], [registrations, '采集']]; // prettier-ignore
  fill(
    $('counts'),
    counts.flatMap(([count, word]) => [h('b', {}, count), word]),
  );
  options($('sn'), [['', '任一设备'], ...latest.devices.map(({ sn }) => [sn, sn])]);
}

const WAYS = { 1: ['in', '进场 →'], 2: ['out', '← 离场'] };

export function showPunches(punches, isNew) {
  const list = $('punches');
  for (const punch of punches) {
    list.querySelector('.empty')?.remove();
    const lateMs = punch.arrivedAtMs - punch.recogAtMs;
    // The record has whole seconds.
    const late = lateMs < 60_000 ? `${(lateMs / 1000).toFixed(1)} 秒后到达` : `补传，晚 ${Math.round(lateMs / 60_000)} 分钟`;
    const name = names.get(punch.userId);
    const [way, word] = WAYS[punch.type] ?? ['', String(punch.type)];
    const marks = [
      punch.packetSize > 1 ? `包 ${punch.packet}，共 ${punch.packetSize} 条` : '',
      punch.isRepeat ? '重发' : '',
      punch.reply === 'lost' ? '应答未送达' : '',
      ...punch.remarks.map((remark) => remark.split(' / ')[0]),
    ].filter((mark) => mark !== '');
    list.prepend(
      h(
        'div',
        { class: `punch${isNew ? ' fresh' : ''}`, title: punch.recordText },
        h('div', { class: `way ${way}` }, word, h('time', {}, punch.recogTime.slice(11))),
        h('p', {}, name ?? punch.userId),
        h('p', { class: 'quiet' }, name === undefined ? '' : punch.userId),
        h('p', { class: 'quiet' }, `${punch.recogTime.slice(0, 10)} · ${punch.sn}`),
        h('p', { class: lateMs > 10_000 ? 'late' : 'quiet' }, late),
        h('p', { class: 'remark' }, marks.join('，')),
      ),
    );
  }
  while (list.childElementCount > 120) list.lastElementChild.remove();
  if (list.childElementCount === 0) list.append(h('div', { class: 'empty' }, '还没有记录 / none yet'));
}

export function showRegistrations(latest) {
  for (const { userId, name } of latest.registrations) names.set(userId, name);
  $('registrations-title').hidden = latest.registrations.length === 0;
  show($('registrations'), latest.registrations, () => latest.registrations.map((one) => registrationCard(one)));
}

function registrationCard({ seq, atMs, sn, userId, name, userType, fields, isRepeat }) {
  const idno = fields.Idno.replace(/^(.{6}).*(.{4})$/, '$1********$2');
  return h(
    'div',
    { class: 'registration', title: JSON.stringify({ ...fields, Idno: idno }, null, 1) },
    h('img', { src: `/registrations/${seq}/photo`, alt: name }),
    h(
      'div',
      {},
      h('p', {}, h('b', {}, name), isRepeat ? ' 再次采集' : ''),
      h('p', {}, idno),
      h('p', {}, USER_TYPES[userType] ?? userType),
      h('p', { class: 'quiet' }, `${clock(atMs)} · ${sn}`),
    ),
    h('button', { onclick: () => act('sendRegistered', { userId, sn: $('sn').value }, '已下发') }, `下发此人 ${userId}`),
  );
}

const STATES = { waiting: '等待心跳', announced: '已通知', fetched: '已领取', done: '完成', failed: '失败' };

export function showTasks(latest) {
  show($('tasks'), [latest.tasks, [...names]], () =>
    latest.tasks.length > 0 ? latest.tasks.map((task) => taskRow(task)) : [h('div', { class: 'empty' }, '还没有任务 / none yet')],
  );
}

const TITLES = {
  add: () => '下发人员',
  remove: ({ delType }) => `删除：${DEL_TYPES[delType] ?? delType}`,
  raw: ({ type }) => `任意任务 Type=${type}`,
};

function taskRow(task) {
  const { report } = task;
  const facts = [
    clock(task.createdAtMs),
    task.sn ?? '任一设备',
    task.count === null ? '' : `${task.count} 人`,
    task.fetches > 1 ? `领取 ${task.fetches} 次` : '',
    report === null ? '' : `结果 ${report.result}${report.msg === '' ? '' : `：${report.msg}`}`,
  ];
  const again = report === null ? '' : h('button', { onclick: () => act('again', { id: task.id }) }, '再次下发');
  return h(
    'div',
    { class: 'task', title: task.id },
    h(
      'div',
      { class: 'head' },
      h('b', {}, TITLES[task.kind](task)),
      h('span', { class: `state ${task.state}` }, STATES[task.state]),
      again,
    ),
    h('div', {}, facts.filter((fact) => fact !== '').join(' · ')),
  );
}

export function showCertificate({ certificate }) {
  const select = $('certificate');
  select.disabled = certificate === null;
  if (certificate === null) return options(select, [['', '没有 HTTPS / no HTTPS']]);
  options(select, CERTIFICATES);
  select.value = certificate;
  select.onchange = () => act('certificate', { kind: select.value }, '已更换证书');
}
