import { $, fill, h, post, toast } from './dom.js';

/** Names by id: the folder's people, and whom a page adds. */
export const names = new Map();

export async function act(action, body = {}, done = '') {
  const answer = await post(action, body);
  if (answer.error !== undefined) toast(answer.error);
  else if (done !== '') toast(done);
}

export const chosen = () => [...document.querySelectorAll('#people input:checked')].map((box) => box.value);

/** What stands in a field of ids, apart. */
export const idsOf = (text) => text.split(/[\s,，]+/).filter((id) => id !== '');

/** The folder's people with boxes, and buttons `[{ word, className, act }]` that are for the chosen ones; `others` stand behind them. */
export function setUpPeople(orders, others = []) {
  const buttons = orders.map(({ className, act: run }) => h('button', { class: className, onclick: run }));
  const toggle = h('button', { onclick: toggleAll }, '全选／全不选');

  function countChosen() {
    const count = chosen().length;
    for (const [index, button] of buttons.entries()) {
      button.textContent = `${orders[index].word} ${count} 人`;
      button.disabled = count === 0;
    }
    toggle.disabled = document.querySelector('#people input') === null;
  }

  function toggleAll() {
    const boxes = [...document.querySelectorAll('#people input')];
    const isOn = boxes.some((box) => !box.checked);
    for (const box of boxes) box.checked = isOn;
    countChosen();
  }

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
    const none = '用 --people 文件夹 启动后，这里列出人员 / start with --people FOLDER';
    fill($('people'), rows.length > 0 ? rows : [h('div', { class: 'empty' }, none)]);
    countChosen();
  }

  fill($('people-buttons'), [...buttons, toggle, ...others]);
  void showPeople();
}
