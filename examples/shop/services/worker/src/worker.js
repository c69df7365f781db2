const { startAdmin } = require('./admin.js');
const { startConsumer } = require('./consumer.js');
const { startNightly } = require('./nightly.js');

startAdmin(Number(process.env.PORT ?? 7005));
startNightly();
startConsumer();
