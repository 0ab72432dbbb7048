import { useCallback, useState } from 'react';
import { exportFormats, type Exported, type ExportPlace } from '../../../src/shared/punch-view.ts';
import { faultText } from '../../../src/shared/texts/texts.ts';
import { Button } from '../../ui/kit/Button.tsx';
import { Choices } from '../../ui/kit/Choices.tsx';
import { Outcome } from '../../ui/kit/Outcome.tsx';
import { Sheet } from '../../ui/kit/Sheet.tsx';
import { useLanguage, useText } from '../../ui/language.tsx';
import { useAction } from '../use-action.ts';
import { StickChoice, useStickChoice } from '../StickChoice.tsx';

interface ExportSheetProps {
  readonly what: (session: string, place: ExportPlace) => Promise<Exported>;
  onClose(): void;
}

/** Form and place of an export, then what became of it. */
export function ExportSheet({ what, onClose }: ExportSheetProps) {
  const t = useText();
  const language = useLanguage();
  const choice = useStickChoice();
  const { stick, isKnown } = choice;
  const [format, setFormat] = useState<ExportPlace['format']>('csv');
  const [exporting, start] = useAction(useCallback((session: string) => what(session, { format, stick }), [what, format, stick]));
  const done = exporting.kind === 'done' ? exporting.value : null;
  return (
    <Sheet title={t('export.title')} onClose={onClose}>
      <h3 className="sheet__part">{t('export.format')}</h3>
      <Choices<ExportPlace['format']>
        label={t('export.format')}
        choices={exportFormats.map((value) => ({ value, words: t(`export.format.${value}`) }))}
        value={format}
        onChange={setFormat}
      />
      <h3 className="sheet__part">{t('export.place')}</h3>
      <StickChoice label={t('export.place')} choice={choice} />
      <Outcome
        kind={
          exporting.kind === 'failed'
            ? 'bad'
            : exporting.kind === 'done'
              ? 'good'
              : exporting.kind === 'running'
                ? 'running'
                : 'none'
        }
        label={t('export.title')}
      >
        {exporting.kind === 'running' && t('export.running')}
        {exporting.kind === 'failed' &&
          `${faultText(language, exporting.code).what}. ${faultText(language, exporting.code).todo}`}
        {done !== null &&
          t(done.stick === null ? 'export.done.terminal' : 'export.done.stick', {
            rows: done.rows,
            stick: done.stick ?? '',
            file: done.fileName,
          })}
      </Outcome>
      <div className="buttons buttons--end">
        <Button kind="act" icon="usb" isBusy={exporting.kind === 'running' || !isKnown} onPress={start}>
          {t('export.start')}
        </Button>
      </div>
    </Sheet>
  );
}
