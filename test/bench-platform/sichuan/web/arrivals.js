import { showCounts, showDeviceChips, showPunchCards, showTaskRows } from '../../web/arrivals.js';
import { $, clock, h, options, show } from '../../web/dom.js';
import { act, names } from '../../web/people.js';
import { CERTIFICATES, DEL_TYPES, USER_TYPES } from './words.js';

export function showDevices(latest) {
  showDeviceChips(latest, latest.baseUrl, ({ lastOnlineAtMs: beatAtMs, offlineAfterMs, heartbeats }) => {
    const isOnline = beatAtMs !== null && Date.now() - beatAtMs < offlineAfterMs;
    return { isOnline, beatAtMs, word: isOnline ? '在线' : '离线', title: `${heartbeats} 次心跳 / heartbeats` };
  });
  const { punches, repeats, results, registrations } = latest.counts;
  showCounts([[punches, '记录'], [repeats, '重发'], [results, '任务结果'], [registrations, '采集']]); // prettier-ignore
}

const WAYS = { 1: ['in', '进场 →'], 2: ['out', '← 离场'] };

export const showPunches = (punches, isNew) =>
  showPunchCards(punches, isNew, ({ userId, type, recogTime, recogAtMs, sn, packet, packetSize, recordText }) => {
    const [way, word] = WAYS[type] ?? ['', String(type)];
    return {
      head: h('div', { class: `way ${way}` }, word, h('time', {}, recogTime.slice(11))),
      id: userId,
      // The record has whole seconds.
      atMs: recogAtMs,
      lines: [h('p', { class: 'quiet' }, `${recogTime.slice(0, 10)} · ${sn}`)],
      marks: [packetSize > 1 ? `包 ${packet}，共 ${packetSize} 条` : ''],
      title: recordText,
    };
  });

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

const TITLES = {
  add: () => '下发人员',
  remove: ({ delType }) => `删除：${DEL_TYPES[delType] ?? delType}`,
  raw: ({ type }) => `任意任务 Type=${type}`,
};

export const showTasks = (latest) =>
  showTaskRows(latest, (task) => ({
    title: TITLES[task.kind](task),
    facts: [
      task.fetches > 1 ? `领取 ${task.fetches} 次` : '',
      task.report === null ? '' : `结果 ${task.report.result}${task.report.msg === '' ? '' : `：${task.report.msg}`}`,
    ],
    again: { id: task.id },
  }));

export function showCertificate({ certificate }) {
  const select = $('certificate');
  select.disabled = certificate === null;
  if (certificate === null) return options(select, [['', '没有 HTTPS / no HTTPS']]);
  options(select, CERTIFICATES);
  select.value = certificate;
  select.onchange = () => act('certificate', { kind: select.value }, '已更换证书');
}
