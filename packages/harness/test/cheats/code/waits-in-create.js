/** Promises a codec and never makes it. */
export default {
  create() {
    setInterval(() => {}, 1000);
    return new Promise(() => {});
  },
};
