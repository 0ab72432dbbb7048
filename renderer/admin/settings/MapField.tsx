import { useState, type ReactNode } from 'react';
import { Button } from '../../ui/kit/Button.tsx';
import { Field } from '../../ui/kit/Field.tsx';
import { useText } from '../../ui/language.tsx';

interface MapFieldProps {
  readonly label: string;
  readonly help: string;
  readonly problem: string | null;
  readonly foot: ReactNode;
  readonly value: Readonly<Record<string, string>>;
  onChange(value: Readonly<Record<string, string>>): void;
}

/** Pairs of words: those that are there, and a line for another. */
export function MapField({ value, onChange, ...field }: MapFieldProps) {
  const t = useText();
  const [name, setName] = useState('');
  const [reading, setReading] = useState('');
  const add = (): void => {
    onChange({ ...value, [name.trim()]: reading.trim() });
    setName('');
    setReading('');
  };
  return (
    <Field {...field}>
      {({ labelId }) => (
        <div className="map" aria-labelledby={labelId} role="group">
          {Object.entries(value).map(([key, words]) => (
            <div key={key} className="map__pair">
              <span>{key}</span>
              <span>{words}</span>
              <Button
                icon="erase"
                onPress={() => onChange(Object.fromEntries(Object.entries(value).filter(([other]) => other !== key)))}
              >
                {t('settings.remove')}
              </Button>
            </div>
          ))}
          <div className="map__pair">
            <input
              className="entry"
              data-keys="pinyin"
              aria-label={t('settings.mapName')}
              placeholder={t('settings.mapName')}
              value={name}
              onChange={(event) => setName(event.target.value)}
            />
            <input
              className="entry"
              aria-label={t('settings.mapReading')}
              placeholder={t('settings.mapReading')}
              value={reading}
              onChange={(event) => setReading(event.target.value)}
            />
            <Button icon="plus" isDisabled={name.trim() === '' || reading.trim() === ''} onPress={add}>
              {t('settings.add')}
            </Button>
          </div>
        </div>
      )}
    </Field>
  );
}
