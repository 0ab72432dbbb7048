/** Zhejiang 2.3.2, `qrCodeInfo.codeColor`. */
export const healthColours = ['red', 'yellow', 'green'] as const;
export type HealthColour = (typeof healthColours)[number];

/** The piece of a code's text that says its colour; null: this colour is never told. */
export type HealthMarks = Readonly<Record<HealthColour, string | null>>;

/**
 * The colour that a health code says. The document has a field for it and not how a code says it: that differs from place to
 * place. Null: none of the marks is in the text, or more than one, so that nobody can know.
 */
export function healthColourOf(text: string, marks: HealthMarks): HealthColour | null {
  const said = healthColours.filter((colour) => {
    const mark = marks[colour];
    return mark !== null && mark !== '' && text.includes(mark);
  });
  return said.length === 1 ? (said[0] ?? null) : null;
}
