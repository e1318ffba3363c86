import { render } from 'preact';
import { Desk } from './desk.tsx';
import { words } from './words.ts';

document.documentElement.lang = words.language;
document.title = words.title;
const place = document.getElementById('desk');
if (place !== null) render(<Desk />, place);
