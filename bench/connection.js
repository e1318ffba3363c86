import { connect } from 'node:net';

/** One keep-alive connection. Barely more than a socket, so that the driver costs less than what it measures. */
export class Connection {
  #socket;
  #head;
  #got = '';
  #settle;

  constructor(port, path) {
    this.#head = `POST ${path} HTTP/1.1\r\nhost: 127.0.0.1:${port}\r\ncontent-type: application/x-www-form-urlencoded\r\ncontent-length: `;
    this.#socket = connect({ port, host: '127.0.0.1', noDelay: true }).setEncoding('latin1');
    this.#socket.on('data', (chunk) => this.#read(chunk));
    this.#socket.on('error', (error) => this.#settle?.reject(error));
    this.#socket.on('close', () => this.#settle?.reject(new Error('the server closed the connection')));
  }

  /** The whole reply: status line, headers, body, one character a byte. */
  post(body) {
    return new Promise((resolve, reject) => {
      this.#settle = { resolve, reject };
      this.#socket.write(`${this.#head}${body.length}\r\n\r\n${body}`);
    });
  }

  #read(chunk) {
    this.#got += chunk;
    const end = this.#got.indexOf('\r\n\r\n');
    if (end < 0 || this.#got.length < end + 4 + Number(/\r\ncontent-length: (\d+)/i.exec(this.#got)?.[1])) return;
    const got = this.#got;
    this.#got = '';
    this.#settle.resolve(got);
  }

  close() {
    this.#settle = undefined;
    this.#socket.destroy();
  }
}
