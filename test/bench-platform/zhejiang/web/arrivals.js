import { showCounts, showDeviceChips, showPunchCards, showTaskRows } from '../../web/arrivals.js';
import { clock, h } from '../../web/dom.js';
import { names } from '../../web/people.js';
import { APICODES } from './words.js';

export function showDevices(latest) {
  showDeviceChips(latest, latest.configuration.tcp, (device) => {
    const { connections, lastHeartbeatAtMs: beatAtMs, offlineAfterMs, deviceVersion, deviceIp } = device;
    const isOnline = connections > 0 && beatAtMs !== null && Date.now() - beatAtMs < offlineAfterMs;
    return {
      isOnline,
      beatAtMs,
      word: isOnline ? '在线' : connections > 0 ? '已连接' : '离线',
      title: `${deviceVersion} ${deviceIp}`,
    };
  });
  const { punches, repeats, reports } = latest.counts;
  showCounts([[punches, '记录'], [repeats, '重发'], [reports, '任务结果']]); // prettier-ignore
}

const TYPES = { 1: '人脸', 2: 'IC卡', 4: '健康码', 8: '身份证', 16: '二维码', 32: '虹膜', 64: '移动' };

export const showPunches = (punches, isNew) =>
  showPunchCards(punches, isNew, ({ seq, personId, recordTime, type, record, hasPicture }) => ({
    head: hasPicture ? h('img', { src: `/punches/${seq}`, alt: '' }) : h('div', { class: 'none' }, '无照片'),
    id: personId,
    atMs: recordTime,
    lines: [h('p', {}, `${clock(recordTime)} ${TYPES[type] ?? type}`)],
    marks: [],
    title: JSON.stringify(record, null, 1),
  }));

export const showTasks = (latest) =>
  showTaskRows(latest, ({ taskid, apicode, firmware, pagesAsked, rosterPeople, report }) => {
    const failures = report === null ? [] : [...report.failedPersons, ...report.failedFaces];
    const failed = failures.map(({ personId, errCode }) => `${names.get(personId) ?? personId} ${errCode}`).join('，');
    return {
      title: APICODES[apicode] ?? apicode,
      facts: [
        firmware ?? '',
        pagesAsked > 0 ? `读 ${pagesAsked} 页` : '',
        rosterPeople === null ? '' : `上报 ${rosterPeople} 人`,
        report === null ? '' : `设备现有 ${report.personCount} 人 ${report.faceCount} 照片`,
        failures.length === 0 ? '' : `失败 ${failed}`,
      ],
      again: { taskid },
    };
  });
