import { useEffect, useEffectEvent, useRef, useState } from 'react';
import { SimpleKeyboard as Keyboard } from 'simple-keyboard';
import chinese from 'simple-keyboard-layouts/build/layouts/chinese';
import { useText } from '../language.tsx';
import { keyKindOf } from '../kit/key-kind.ts';
import { firstLayer, layoutOf } from './layouts.ts';
import { writeEntry } from './write-entry.ts';
import 'simple-keyboard/build/css/index.css';
import './keyboard.css';

/** By syllable, the commonest first; the package's own types leave them out. */
const candidates = 'layoutCandidates' in chinese ? (chinese.layoutCandidates as Record<string, string>) : {};
/** The characters for what was typed are shown so many at a time. */
const CANDIDATES = 8;

interface KeyboardPanelProps {
  readonly entry: HTMLInputElement;
  onHide(): void;
}

/** The keys for one entry; Chinese is written by the sound of each character. */
export function KeyboardPanel({ entry, onHide }: KeyboardPanelProps) {
  const t = useText();
  const place = useRef<HTMLDivElement>(null);
  const kind = keyKindOf(entry.dataset['keys']);
  const [isChinese, setChinese] = useState(kind === 'pinyin');
  const words = {
    '{bksp}': t('keyboard.erase'),
    '{shift}': t('keyboard.shift'),
    '{numbers}': t('keyboard.numbers'),
    '{letters}': t('keyboard.letters'),
    '{language}': t(isChinese ? 'keyboard.toLatin' : 'keyboard.toChinese'),
    '{space}': t('keyboard.space'),
    '{hide}': t('keyboard.hide'),
  };
  const onKey = useEffectEvent((keyboard: Keyboard, key: string) => {
    const layer = keyboard.options.layoutName ?? 'default';
    if (key === '{hide}') onHide();
    else if (key === '{language}') setChinese(!isChinese);
    else if (key === '{shift}') keyboard.setOptions({ layoutName: layer === 'shift' ? 'default' : 'shift' });
    else if (key === '{numbers}') keyboard.setOptions({ layoutName: 'numbers' });
    else if (key === '{letters}') keyboard.setOptions({ layoutName: 'default' });
    else if (layer === 'shift') keyboard.setOptions({ layoutName: 'default' });
  });

  useEffect(() => {
    if (place.current === null) return;
    const keyboard = new Keyboard(place.current, {
      layout: { ...layoutOf(kind) },
      layoutName: firstLayer(kind),
      display: words,
      mergeDisplay: true,
      preventMouseDownDefault: true,
      disableCaretPositioning: false,
      enableLayoutCandidates: isChinese,
      layoutCandidates: isChinese ? candidates : {},
      layoutCandidatesPageSize: CANDIDATES,
      onChange: (text) => writeEntry(entry, text, keyboard.getCaretPosition() ?? text.length),
      onKeyPress: (key) => onKey(keyboard, key),
    });
    keyboard.setInput(entry.value);
    keyboard.setCaretPosition(entry.selectionEnd);
    // A keyboard that is plugged in, or a test, writes without asking this one.
    const onInput = (): void => {
      if (keyboard.getInput() !== entry.value) keyboard.setInput(entry.value);
    };
    entry.addEventListener('input', onInput);
    return () => {
      entry.removeEventListener('input', onInput);
      keyboard.destroy();
    };
    // The words change with the language alone, and with that the page is drawn anew.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [entry, kind, isChinese]);

  return (
    <div className="keyboard" data-kind={kind} role="group" aria-label={t('keyboard.title')}>
      <div ref={place} className="simple-keyboard" />
    </div>
  );
}
