import { useRef } from 'react';
import { Button } from '../../ui/kit/Button.tsx';
import { useText } from '../../ui/language.tsx';

/** The browser's own window of files. */
export function FileButton({ onTaken }: { readonly onTaken: (photograph: Uint8Array) => void }) {
  const t = useText();
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <Button icon="disk" onPress={() => input.current?.click()}>
        {t('enrol.file')}
      </Button>
      <input
        ref={input}
        type="file"
        accept="image/*"
        hidden
        onChange={(event) => {
          const file = event.target.files?.[0];
          if (file) void file.arrayBuffer().then((buffer) => onTaken(new Uint8Array(buffer)));
        }}
      />
    </>
  );
}
