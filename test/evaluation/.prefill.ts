import { openPipeline } from '/work/main/test/evaluation/pipeline.ts';
import { peopleIn, bytesOf } from '/work/main/test/evaluation/people.ts';
const p = openPipeline('/work/main/models');
const d='/work/shared/data/';
const t=performance.now(); let n=0;
for (const dir of ['lfw-dev','unknown']) for (const person of peopleIn(d+dir)) { await Promise.all(person.pictures.map(x=>p.photograph(bytesOf(x)))); n+=person.pictures.length; if (n%100<3) console.log(n, ((performance.now()-t)/n).toFixed(1)); }
for (const dir of ['live']) for (const s of peopleIn(d+'webcam-dev/live')) {}
await p.close();
console.log('done', n, performance.now()-t);
