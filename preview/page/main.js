import { showDashboard } from './dashboard-page.js';
import { element } from './dom.js';
import { messageOf } from './message-of.js';
import { showPrint } from './print-page.js';

try {
  if (location.pathname.startsWith('/print')) await showPrint();
  else await showDashboard(decodeURIComponent(location.pathname.split('/')[2] ?? ''));
} catch (error) {
  document.body.append(element('p', { class: 'page-problem', role: 'alert' }, messageOf(error)));
  document.body.dataset['ready'] = 'failed';
} finally {
  document.querySelector('#wait')?.remove();
}
