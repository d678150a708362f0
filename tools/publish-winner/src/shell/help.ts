/** What `--help` prints. */
export const help = `matrix-codec: lossless compression of bfloat16 matrices

  matrix-codec pack FILE [-o OUT]      write FILE.mxc; FILE is .bf16, .npy or .safetensors
  matrix-codec unpack FILE.mxc         restore the file, byte for byte
  matrix-codec info FILE.mxc           list what is in it, with ratios
  matrix-codec bench FILE              measure ratio and speed of all levels on a file's values

FILE and OUT may be - for stdin and stdout.

  -o, --output OUT   where to write; - for stdout
      --force        overwrite what is there
      --level LEVEL  pack: best (default) or store
      --as KIND      pack, bench: bf16, npy, safetensors or raw, whatever the file is called
      --raw          pack: any file, as plain bytes
      --cols N       pack, bench: values per row of a .bf16 file
      --runs N       bench: how many runs are timed (default 5)
      --json         info, bench: print JSON
      --version      print the version
  -h, --help         print this

Exit codes: 0 done, 1 failed, 2 wrong usage, 130 stopped with Ctrl-C.
`;
