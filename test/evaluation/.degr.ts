import { openPipeline } from './pipeline.ts';
import { degradations } from './degradations.ts';
import { writeFileSync, mkdirSync, readFileSync } from 'node:fs';
const p = openPipeline('/work/main/models');
mkdirSync('/tmp/degr',{recursive:true});
const f = await p.faceIn(new Uint8Array(readFileSync('/work/shared/data/lfw-dev/Bono/Bono_0001.jpg')));
if (!f) throw new Error('no');
for (const [n,d] of Object.entries(degradations)) writeFileSync(`/tmp/degr/${n.replace('%','')}.png`, await d({picture:f.picture,points:f.face.points,box:f.face.measures.box}));
await p.close();
