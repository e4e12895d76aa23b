package dev.adjoint.nn.models;

/**
 * How a {@link Gpt} is built: {@code GptOptions.of(256, 64).layers(4).dropout(0.1)}.
 *
 * @param symbols how many there are to tell apart
 * @param length of the longest text, in symbols
 * @param width of each symbol's vector
 * @param heads of attention, which divide the width
 * @param layers how many
 * @param dropout the probability, from 0 to 1, of dropout in training
 * @param tied whether what tells symbols apart at the end is the table of the first vectors too
 */
public record GptOptions(int symbols, int length, int width, int heads, int layers, double dropout, boolean tied) {
  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException if one is less than 1, the heads do not divide the width, or the dropout is not from 0 to 1
   */
  public GptOptions {
    Layouts.checkAtLeastOne("A Gpt", "symbols", symbols);
    Layouts.checkAtLeastOne("A Gpt", "symbols at most in a text", length);
    Layouts.checkAtLeastOne("A Gpt", "numbers for each symbol", width);
    Layouts.checkAtLeastOne("A Gpt", "heads", heads);
    Layouts.checkAtLeastOne("A Gpt", "layers", layers);
    if (width % heads != 0) {
      throw new IllegalArgumentException(
          "A Gpt takes heads that divide the width; given " + heads + " heads and a width of " + width);
    }
    if (!(dropout >= 0 && dropout <= 1)) {
      throw new IllegalArgumentException("A Gpt takes a dropout from 0 to 1; given " + dropout);
    }
  }

  /** 2 layers of width 128 with 4 heads, no dropout, a table at the end that is the first one too. */
  public static GptOptions of(int symbols, int length) {
    return new GptOptions(symbols, length, 128, 4, 2, 0, true);
  }

  /** With vectors of another width, and the heads that divide it. */
  public GptOptions width(int numbers, int inHeads) {
    return new GptOptions(symbols, length, numbers, inHeads, layers, dropout, tied);
  }

  /** With another number of layers. */
  public GptOptions layers(int count) {
    return new GptOptions(symbols, length, width, heads, count, dropout, tied);
  }

  /** With another dropout. */
  public GptOptions dropout(double p) {
    return new GptOptions(symbols, length, width, heads, layers, p, tied);
  }

  /** With a table of its own at the end. */
  public GptOptions untied() {
    return new GptOptions(symbols, length, width, heads, layers, dropout, false);
  }
}
