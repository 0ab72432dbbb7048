import { $, fill, h, options, post, toast } from './dom.js';

/** Names of the folder's people by id. */
export const names = new Map();

export async function act(action, body = {}, done = '') {
  const answer = await post(action, body);
  if (answer.error !== undefined) toast(answer.error);
  else if (done !== '') toast(done);
}

const order = (action, body, done) => act(action, { ...body, deliver: $('deliver').value, sn: $('sn').value }, done);
const chosen = () => [...document.querySelectorAll('#people input:checked')].map((box) => box.value);

async function showPeople() {
  const people = await (await fetch('/people')).json();
  for (const { id, name } of people) names.set(id, name);
  const rows = people.map(({ id, name }) =>
    h(
      'label',
      {},
      h('input', { type: 'checkbox', value: id, checked: true, onchange: countChosen }),
      h('img', { src: `/people/${encodeURIComponent(id)}`, alt: '', loading: 'lazy' }),
      h('span', {}, name, ' ', h('small', {}, id)),
    ),
  );
  fill(
    $('people'),
    rows.length > 0
      ? rows
      : [h('div', { class: 'empty' }, '用 --people 文件夹 启动后，这里列出人员 / start with --people FOLDER')],
  );
  countChosen();
}

const peopleButtons = [
  h('button', { class: 'main', onclick: () => order('send', { ids: chosen() }, '已下发') }, '下发'),
  h('button', { onclick: () => order('update', { ids: chosen() }, '已下发更新') }, '更新'),
  h('button', { class: 'danger', onclick: () => order('delete', { ids: chosen() }, '已下发删除') }, '删除'),
];
const toggle = h('button', { onclick: toggleAll }, '全选／全不选');

function toggleAll() {
  const boxes = [...document.querySelectorAll('#people input')];
  const isOn = boxes.some((box) => !box.checked);
  for (const box of boxes) box.checked = isOn;
  countChosen();
}

function countChosen() {
  const count = chosen().length;
  const words = ['下发', '更新', '删除'];
  for (const [index, button] of peopleButtons.entries()) {
    button.textContent = `${words[index]} ${count} 人`;
    button.disabled = count === 0;
  }
  toggle.disabled = document.querySelector('#people input') === null;
}

const clear = h(
  'button',
  {
    class: 'danger',
    title: 'clear everyone',
    onclick: () => confirm('清空设备上的全部人员？ / Clear everyone?') && order('clear', {}, '已下发清空'),
  },
  '清空全部人员',
);
fill($('people-buttons'), [...peopleButtons, toggle, clear]);
fill(
  $('exclude'),
  ['img', 'name', 'phone', 'idcardNo'].map((name) => h('label', {}, h('input', { type: 'checkbox', value: name }), name)),
);
options($('deliver'), [['heartbeat', '心跳通知'], ['push', '立即推送命令']]); // prettier-ignore
$('roster').onclick = () =>
  order('roster', { exclude: [...document.querySelectorAll('#exclude input:checked')].map(({ value }) => value) }, '已下发');
$('delete-ids').onclick = () =>
  order(
    'delete',
    {
      ids: $('ids')
        .value.split(/[\s,，]+/)
        .filter((id) => id !== ''),
    },
    '已下发删除',
  );
$('firmware').onclick = () =>
  order('firmware', { version: $('fw-version').value, url: $('fw-url').value, size: Number($('fw-size').value) }, '已下发固件');
void showPeople();
