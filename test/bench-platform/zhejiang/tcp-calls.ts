import { createHash } from 'node:crypto';
import { printJson } from '../json.ts';
import type { Bench } from './bench.ts';
import type { Fields } from './packets.ts';
import { done, type Outcome, refused } from './outcome.ts';
import { punchFault } from './punch-check.ts';
import type { Punch } from './records.ts';
import { type Checked, checkRequest } from './request-check.ts';

/** The outcome of a TCP call; `punch` where it was an attendance record that was taken. */
export interface TcpAnswer {
  readonly outcome: Outcome;
  readonly punch?: Punch;
}

/** 2.1 to 2.3: acts on a request and says what to answer. */
export function answerTcp(bench: Bench, fields: Fields, remarks: string[]): TcpAnswer {
  const request = checkRequest(bench, 'C_', fields);
  if (typeof request === 'string') return { outcome: refused(request) };
  const sn = request.fields['sn'] ?? '';
  bench.device(sn);
  if (request.apicode === 'C_AUTH') return { outcome: done({ token: bench.tokens.issue(sn, bench.now()) }) };
  if (request.apicode === 'C_HEARTBEAT') return { outcome: heartbeat(bench, sn, request, remarks) };
  return signIn(bench, sn, request, remarks);
}

function heartbeat(bench: Bench, sn: string, { param }: Checked, remarks: string[]): Outcome {
  const { deviceVersion, deviceIp } = param;
  if (typeof deviceVersion !== 'string' || typeof deviceIp !== 'string') return refused('400_02');
  if (deviceVersion === '' || deviceIp === '') remarks.push('deviceVersion, deviceIp 必填 / required');
  const device = bench.device(sn);
  device.lastHeartbeatAtMs = Date.now();
  device.deviceVersion = deviceVersion;
  device.deviceIp = deviceIp;
  const taskids = bench.tasks.waitingFor(sn);
  const style = { bareIds: bench.dialect.ids === 'number' };
  return done({ taskids: bench.dialect.lists === 'text' ? printJson(taskids, style, 'taskids') : taskids });
}

function signIn(bench: Bench, sn: string, { param, fields }: Checked, remarks: string[]): TcpAnswer {
  const fault = punchFault(param, bench.dialect.strictTypes, remarks);
  if (fault !== null) return { outcome: refused(fault) };
  const { img, ...record } = param;
  const picture = typeof img === 'string' && img !== '' ? Buffer.from(img, 'base64') : null;
  const paramSha256 = createHash('sha256')
    .update(fields['param'] ?? '')
    .digest('hex');
  const passage = {
    sn,
    personId: String(param['personId']),
    recordTime: Number(param['recordTime']),
    type: String(param['type']),
  };
  const earlier = bench.earlierPunch(passage);
  if (earlier !== null && earlier !== paramSha256) remarks.push('重发内容不同 / a repeat that differs');
  const punch: Punch = {
    ...passage,
    seq: bench.punches.length + 1,
    arrivedAtMs: Date.now(),
    record,
    paramSha256,
    picture,
    pictureBytes: picture?.length ?? 0,
    isRepeat: earlier !== null,
    reply: 'pending',
    remarks,
  };
  bench.keepPunch(punch);
  return { outcome: done(), punch };
}
