import { tellChannel } from './tell.ts';

await tellChannel('voice');
