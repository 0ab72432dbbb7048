import { $, options, toast } from '../../web/dom.js';
import { act, chosen, idsOf, setUpPeople } from '../../web/people.js';
import { DEL_TYPES, USER_TYPES } from './words.js';

const order = (action, body, done) => act(action, { ...body, sn: $('sn').value, userType: Number($('user-type').value) }, done);
const remove = (ids) => order('remove', { ids, delType: Number($('del-type').value) }, '已下发删除');

options($('user-type'), Object.entries(USER_TYPES));
options($('del-type'), Object.entries(DEL_TYPES));
setUpPeople([
  { word: '下发', className: 'main', act: () => order('send', { ids: chosen() }, '已下发') },
  { word: '删除', className: 'danger', act: () => remove(chosen()) },
]);
$('remove-ids').onclick = () => remove(idsOf($('ids').value));
$('raw').onclick = () => {
  let content;
  try {
    content = JSON.parse($('raw-content').value);
  } catch (error) {
    return toast(String(error));
  }
  return order('raw', { type: Number($('raw-type').value), content }, '已下发');
};
