/** Never makes a codec. */
export default {
  create() {
    for (;;);
  },
};
