// Stand-in for @vscode/native-watchdog: the test harness watches and ends the processes itself.
exports.start = () => {};
exports.exit = (code) => process.exit(code);
