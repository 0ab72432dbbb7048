import { globSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const components = globSync('renderer/**/*.tsx', { cwd: root });
const isChinese = /\p{Script=Han}/u;
const isWord = /\p{L}{2,}/u;
/** Attributes that people see or hear. */
const spoken: ReadonlySet<string> = new Set([
  'alt',
  'title',
  'placeholder',
  'aria-label',
  'aria-description',
  'aria-valuetext',
  'label',
]);

/** Texts in the source of a component that ought to stand in the catalogues. */
function literalsOf(file: string, source: string): string[] {
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isJsxText(node) && isWord.test(node.text)) found.push(node.text.trim());
    if (ts.isStringLiteralLike(node) || ts.isTemplateHead(node) || ts.isTemplateMiddle(node) || ts.isTemplateTail(node)) {
      const parent = node.parent;
      const isSpoken = ts.isJsxAttribute(parent) && spoken.has(parent.name.getText());
      const isShown = ts.isJsxExpression(parent) && !ts.isJsxAttribute(parent.parent);
      if (isChinese.test(node.text) || ((isSpoken || isShown) && isWord.test(node.text))) found.push(node.text);
    }
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile(file, source, ts.ScriptTarget.Latest, true, ts.ScriptKind.TSX));
  return found;
}

describe('the components', () => {
  it('hold no words of their own', () => {
    expect(components.length).toBeGreaterThan(20);
    const found = components.flatMap((file) =>
      literalsOf(file, readFileSync(`${root}${file}`, 'utf8')).map((words) => `${file}: ${words}`),
    );
    expect(found).toEqual([]);
  });

  it.each(['<p>Open</p>', '<p>{"Open"}</p>', '<img alt="Photo" />', '<p>{x("开闸")}</p>', '<p>{`开闸 ${n}`}</p>'])(
    'would be caught with %s',
    (jsx) => {
      expect(literalsOf('x.tsx', `export const X = () => ${jsx};`)).toHaveLength(1);
    },
  );
});
