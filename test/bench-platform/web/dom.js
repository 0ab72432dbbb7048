export const $ = (id) => document.getElementById(id);

/** An element; members of `attributes` that begin with `on`, and `checked`, are properties. Texts are texts, never HTML. */
export function h(tag, attributes, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith('on') || name === 'checked') element[name] = value;
    else element.setAttribute(name, value);
  }
  element.append(...children.map((child) => (child instanceof Node ? child : String(child))));
  return element;
}

export const fill = (element, children) => element.replaceChildren(...children);

const shown = new WeakMap();

/** Fills anew only where `data` changed, so that a button is not taken away from under a finger. */
export function show(element, data, render) {
  const key = JSON.stringify(data);
  if (shown.get(element) === key) return;
  shown.set(element, key);
  fill(element, render());
}

export async function post(action, body) {
  try {
    const answer = await fetch(`/${action}`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(body),
    });
    return await answer.json();
  } catch (error) {
    return { error: String(error) };
  }
}

/** `HH:mm:ss` in Beijing. */
export const clock = (ms) => new Date(ms).toLocaleTimeString('zh-CN', { timeZone: 'Asia/Shanghai', hour12: false });

export function toast(text) {
  document.getElementById('toast')?.remove();
  const element = h('div', { id: 'toast', role: 'status' }, text);
  document.body.append(element);
  setTimeout(() => element.remove(), 2_500);
}

/** The choices of a select; the chosen one stays where it can. */
export function options(select, values) {
  const text = JSON.stringify(values);
  if (select.dataset.values === text) return;
  const { value } = select;
  select.dataset.values = text;
  fill(
    select,
    values.map(([key, label]) => h('option', { value: key }, label)),
  );
  if (values.some(([key]) => key === value)) select.value = value;
}
