import { $, fill, h, options, show } from './dom.js';
import { act } from './people.js';

/**
 * The buttons of the misbehaviours and the selects of the dialect.
 * @param member what a misbehaviour calls the interface that it is bound to; `scopes`: those interfaces; `kinds`, `dialects`: see the platform's words.js.
 * @returns what shows those in force.
 */
export function setUpTrouble({ member: scopeMember, scopes, kinds, dialects }) {
  options($('scope'), [['', '全部'], ...scopes.map((scope) => [scope, scope])]);
  options($('times'), [['1', '1 次'], ['3', '3 次'], ['10', '10 次'], ['always', '一直']]); // prettier-ignore

  function misbehave(what) {
    const scope = what.kind === 'photo' || $('scope').value === '' ? {} : { [scopeMember]: $('scope').value };
    const times = $('times').value === 'always' ? 'always' : Number($('times').value);
    return act('misbehave', { ...what, ...scope, times });
  }

  function kindButton({ zh, en, what, choice, action, body }) {
    const run = (chosen) => (action === undefined ? misbehave({ ...what, ...chosen }) : act(action, { ...body, ...chosen }, zh));
    if (choice === undefined) return h('button', { title: en, onclick: () => run({}) }, zh);
    const select = h('select', { title: en, 'aria-label': zh });
    options(select, choice.values);
    const value = () => (choice.isNumber ? Number(select.value) : select.value);
    return h('span', { class: 'pair' }, h('button', { title: en, onclick: () => run({ [choice.member]: value() }) }, zh), select);
  }

  fill(
    $('kinds'),
    kinds.map(({ title, kinds: ones }) => h('fieldset', {}, h('legend', {}, title), ...ones.map((kind) => kindButton(kind)))),
  );
  for (const { member, zh, en, values } of dialects) {
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

  const describe = describer(kinds, scopeMember);
  return (latest) => {
    show($('rules'), latest.rules, () => {
      if (latest.rules.length === 0) return [h('div', { class: 'empty' }, '平台正常 / behaving')];
      const rules = latest.rules.map((rule) => ruleRow(rule, describe));
      return rules.length > 1 ? [...rules, h('button', { onclick: () => act('behave') }, '全部停止，恢复正常')] : rules;
    });
    for (const { member } of dialects) $(`dialect-${member}`).value = JSON.stringify(latest.dialect[member]);
  };
}

function ruleRow({ id, what, left }, describe) {
  const words = h('span', {}, describe(what), ' ', h('small', {}, left === null ? '一直' : `还有 ${left} 次`));
  return h('div', { class: 'rule' }, words, h('button', { onclick: () => act('behave', { id }) }, '停止'));
}

/** A rule in words. */
function describer(groups, scopeMember) {
  return ({ kind, ...rest }) => {
    const all = groups.flatMap(({ kinds }) => kinds).filter(({ what }) => what?.kind === kind);
    const isLike = ({ what }) =>
      Object.entries(what).every(([name, value]) => name === 'times' || name === 'kind' || rest[name] === value);
    const found = all.find(isLike) ?? all[0];
    const member = found?.choice?.member;
    const chosen = found?.choice?.values.find(([value]) => value === rest[member])?.[1] ?? rest[member] ?? '';
    const title = kind === 'photo' ? `照片：${found?.zh ?? ''}` : (found?.zh ?? kind);
    return [title, chosen, rest[scopeMember] ?? ''].filter((part) => part !== '').join(' ');
  };
}
