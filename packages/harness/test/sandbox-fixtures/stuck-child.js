// Takes the place of the harness's child in tests: it listens to nobody.
for (;;);
