/** @returns where a started server says that it listens; it rejects with what the server said where it ends before */
export function addressOf(child) {
  let output = '';
  return new Promise((resolve, reject) => {
    child.stdout.on('data', (chunk) => {
      output += chunk;
      const found = /The catalogue is at (http:\S+)/.exec(output);
      if (found) resolve(found[1]);
    });
    child.stderr.on('data', (chunk) => (output += chunk));
    child.once('close', (code) => reject(new Error(`The server ended with ${code}: ${output}`)));
  });
}
