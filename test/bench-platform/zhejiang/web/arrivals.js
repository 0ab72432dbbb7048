import { $, clock, fill, h, options, show } from '../../web/dom.js';
import { act, names } from '../../web/people.js';
import { APICODES } from './words.js';

export function showDevices(latest) {
  const chips = latest.devices.map((device) => {
    const { sn, connections, lastHeartbeatAtMs, offlineAfterMs, deviceVersion, deviceIp } = device;
    const isOnline = connections > 0 && lastHeartbeatAtMs !== null && Date.now() - lastHeartbeatAtMs < offlineAfterMs;
    const beat = lastHeartbeatAtMs === null ? '尚无心跳' : `心跳 ${clock(lastHeartbeatAtMs)}`;
    const title = `${deviceVersion} ${deviceIp}`;
    return h(
      'span',
      { class: `device${isOnline ? ' online' : ''}`, title },
      sn,
      ' ',
      h('small', {}, `${isOnline ? '在线' : connections > 0 ? '已连接' : '离线'} · ${beat}`),
    );
  });
  const html = chips.map((chip) => chip.outerHTML);
  show($('devices'), html, () =>
    chips.length > 0 ? chips : [h('small', {}, `等待设备连接 / waiting for a device: ${latest.addresses.tcp}`)],
  );
  const { punches, repeats, reports } = latest.counts;
  fill($('counts'), [h('b', {}, punches), '记录', h('b', {}, repeats), '重发', h('b', {}, reports), '任务结果']);
  options($('sn'), [['', '任一设备'], ...latest.devices.map(({ sn }) => [sn, sn])]);
}

const TYPES = { 1: '人脸', 2: 'IC卡', 4: '健康码', 8: '身份证', 16: '二维码', 32: '虹膜', 64: '移动' };

export function showPunches(punches, isNew) {
  const list = $('punches');
  for (const punch of punches) {
    list.querySelector('.empty')?.remove();
    const lateMs = punch.arrivedAtMs - punch.recordTime;
    const late = lateMs < 60_000 ? `${(lateMs / 1000).toFixed(1)} 秒后到达` : `补传，晚 ${Math.round(lateMs / 60_000)} 分钟`;
    const name = names.get(punch.personId);
    const marks = [
      punch.isRepeat ? '重发' : '',
      punch.reply === 'lost' ? '应答未送达' : '',
      ...new Set(punch.remarks.map((remark) => remark.split(' / ')[0])),
    ].filter((mark) => mark !== '');
    list.prepend(
      h(
        'div',
        { class: `punch${isNew ? ' fresh' : ''}`, title: JSON.stringify(punch.record, null, 1) },
        punch.hasPicture ? h('img', { src: `/punches/${punch.seq}`, alt: '' }) : h('div', { class: 'none' }, '无照片'),
        h('p', {}, name ?? punch.personId),
        h('p', { class: 'quiet' }, name === undefined ? '' : punch.personId),
        h('p', {}, `${clock(punch.recordTime)} ${TYPES[punch.type] ?? punch.type}`),
        h('p', { class: lateMs > 10_000 ? 'late' : 'quiet' }, late),
        h('p', { class: 'remark' }, marks.join('，')),
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

export function showTasks(latest) {
  show($('tasks'), [latest.tasks, [...names]], () =>
    latest.tasks.length > 0 ? latest.tasks.map((task) => taskRow(task)) : [h('div', { class: 'empty' }, '还没有任务 / none yet')],
  );
}

function taskRow(task) {
  const { report } = task;
  const failures = report === null ? [] : [...report.failedPersons, ...report.failedFaces];
  const facts = [
    clock(task.createdAtMs),
    task.sn ?? '任一设备',
    task.count === null ? '' : `${task.count} 人`,
    task.firmware ?? '',
    task.pagesAsked > 0 ? `读 ${task.pagesAsked} 页` : '',
    task.rosterPeople === null ? '' : `上报 ${task.rosterPeople} 人`,
    report === null ? '' : `设备现有 ${report.personCount} 人 ${report.faceCount} 照片`,
    failures.length === 0
      ? ''
      : `失败 ${failures.map(({ personId, errCode }) => `${names.get(personId) ?? personId} ${errCode}`).join('，')}`,
  ];
  const again = report === null ? '' : h('button', { onclick: () => act('again', { taskid: task.taskid }) }, '再次下发');
  return h(
    'div',
    { class: 'task', title: task.taskid },
    h(
      'div',
      { class: 'head' },
      h('b', {}, APICODES[task.apicode] ?? task.apicode),
      h('span', { class: `state ${task.state}` }, STATES[task.state]),
      again,
    ),
    h('div', {}, facts.filter((fact) => fact !== '').join(' · ')),
  );
}
