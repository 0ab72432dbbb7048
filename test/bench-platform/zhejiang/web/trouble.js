import { $, fill, h, options, show } from './dom.js';
import { act } from './orders.js';
import { APICODES, describeRule, DIALECTS, KINDS } from './words.js';

options($('apicode'), [['', '全部'], ...Object.keys(APICODES).map((code) => [code, code])]);
options($('times'), [['1', '1 次'], ['3', '3 次'], ['10', '10 次'], ['always', '一直']]); // prettier-ignore

function misbehave(what) {
  const apicode = what.kind === 'photo' || $('apicode').value === '' ? {} : { apicode: $('apicode').value };
  const times = $('times').value === 'always' ? 'always' : Number($('times').value);
  return act('misbehave', { ...what, ...apicode, times });
}

function kindButton({ zh, en, what, choice, action, body }) {
  if (action !== undefined) return h('button', { title: en, onclick: () => act(action, body, zh) }, zh);
  if (choice === undefined) return h('button', { title: en, onclick: () => misbehave(what) }, zh);
  const select = h('select', { title: en, 'aria-label': zh });
  options(select, choice.values);
  const value = () => (choice.isNumber ? Number(select.value) : select.value);
  return h(
    'span',
    { class: 'pair' },
    h('button', { title: en, onclick: () => misbehave({ ...what, [choice.member]: value() }) }, zh),
    select,
  );
}

fill(
  $('kinds'),
  KINDS.map(({ title, kinds }) => h('fieldset', {}, h('legend', {}, title), ...kinds.map((kind) => kindButton(kind)))),
);

export function showRules(latest) {
  show($('rules'), latest.rules, () => {
    if (latest.rules.length === 0) return [h('div', { class: 'empty' }, '平台正常 / behaving')];
    const rules = latest.rules.map((rule) => ruleRow(rule));
    return rules.length > 1 ? [...rules, h('button', { onclick: () => act('behave') }, '全部停止，恢复正常')] : rules;
  });
}

function ruleRow({ id, what, left }) {
  const words = h('span', {}, describeRule(what), ' ', h('small', {}, left === null ? '一直' : `还有 ${left} 次`));
  return h('div', { class: 'rule' }, words, h('button', { onclick: () => act('behave', { id }) }, '停止'));
}

export function showDialect(latest) {
  if ($('dialect').childElementCount === 0) {
    for (const { member, zh, en, values } of DIALECTS) {
      const select = h('select', {
        id: `dialect-${member}`,
        title: en,
        onchange: () => act('dialect', { [member]: JSON.parse(select.value) }),
      });
      options(
        select,
        values.map(([value, text]) => [JSON.stringify(value), text]),
      );
      $('dialect').append(h('label', { for: `dialect-${member}`, title: en }, zh), select);
    }
  }
  for (const { member } of DIALECTS) $(`dialect-${member}`).value = JSON.stringify(latest.dialect[member]);
}
