import n3, { type Quad } from 'n3';
import type { GraphWriter } from './graph-writer.js';
import type { RdfNames } from './names.js';

export function turtleWriter(names: RdfNames): GraphWriter {
  let text = '';
  const take = () => {
    const taken = text;
    text = '';
    return taken;
  };
  const writer = new n3.Writer(
    {
      write: (more, _encoding, done) => {
        text += more;
        done?.();
      },
      end: (done) => done?.(),
    },
    { prefixes: names.prefixes },
  );
  return {
    add(quads: readonly Quad[]) {
      writer.addQuads(quads);
      return take();
    },
    end() {
      writer.end();
      return take();
    },
  };
}
