import { $, fill, h, options } from '../../web/dom.js';
import { act, chosen, idsOf, setUpPeople } from '../../web/people.js';

const order = (action, body, done) => act(action, { ...body, deliver: $('deliver').value, sn: $('sn').value }, done);

const clear = h(
  'button',
  {
    class: 'danger',
    title: 'clear everyone',
    onclick: () => confirm('清空设备上的全部人员？ / Clear everyone?') && order('clear', {}, '已下发清空'),
  },
  '清空全部人员',
);
setUpPeople(
  [
    { word: '下发', className: 'main', act: () => order('send', { ids: chosen() }, '已下发') },
    { word: '更新', className: '', act: () => order('update', { ids: chosen() }, '已下发更新') },
    { word: '删除', className: 'danger', act: () => order('delete', { ids: chosen() }, '已下发删除') },
  ],
  [clear],
);
fill(
  $('exclude'),
  ['img', 'name', 'phone', 'idcardNo'].map((name) => h('label', {}, h('input', { type: 'checkbox', value: name }), name)),
);
options($('deliver'), [['heartbeat', '心跳通知'], ['push', '立即推送命令']]); // prettier-ignore
$('roster').onclick = () =>
  order('roster', { exclude: [...document.querySelectorAll('#exclude input:checked')].map(({ value }) => value) }, '已下发');
$('delete-ids').onclick = () => order('delete', { ids: idsOf($('ids').value) }, '已下发删除');
$('firmware').onclick = () =>
  order('firmware', { version: $('fw-version').value, url: $('fw-url').value, size: Number($('fw-size').value) }, '已下发固件');
