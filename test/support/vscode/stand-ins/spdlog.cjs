// Stand-in for the native @vscode/spdlog, in plain JavaScript: appends at once, never rotates.
const fs = require('node:fs');
const path = require('node:path');

const LEVELS = ['trace', 'debug', 'info', 'warning', 'error', 'critical', 'off'];
const INFO = 2;

const pad = (value, width = 2) => String(value).padStart(width, '0');

function timestamp(now) {
  const date = `${now.getFullYear()}-${pad(now.getMonth() + 1)}-${pad(now.getDate())}`;
  const time = `${pad(now.getHours())}:${pad(now.getMinutes())}:${pad(now.getSeconds())}`;
  return `${date} ${time}.${pad(now.getMilliseconds(), 3)}`;
}

class Logger {
  constructor(_type, _name, file) {
    this.file = file;
    this.level = INFO;
    this.formatted = true;
    fs.mkdirSync(path.dirname(file), { recursive: true });
  }
  write(level, message) {
    if (level < this.level) return;
    const line = this.formatted ? `${timestamp(new Date())} [${LEVELS[level]}] ${message}\n` : message;
    try {
      fs.appendFileSync(this.file, line);
    } catch {
      // The run's folder is already removed: nobody reads this log any more.
    }
  }
  trace(message) {
    this.write(0, message);
  }
  debug(message) {
    this.write(1, message);
  }
  info(message) {
    this.write(2, message);
  }
  warn(message) {
    this.write(3, message);
  }
  error(message) {
    this.write(4, message);
  }
  critical(message) {
    this.write(5, message);
  }
  getLevel() {
    return this.level;
  }
  setLevel(level) {
    this.level = level;
  }
  setPattern() {
    this.formatted = true;
  }
  clearFormatters() {
    this.formatted = false;
  }
  flush() {}
  drop() {}
}

const create = async (name, file) => new Logger('rotating', name, file);

// Assigned one by one: VS Code imports this from an ES module, which sees only names written like this.
exports.version = 0;
exports.setLevel = () => {};
exports.setFlushOn = () => {};
exports.Logger = Logger;
exports.createRotatingLogger = create;
exports.createAsyncRotatingLogger = create;
