package dev.adjoint.examples;

import dev.adjoint.Adjoint;
import dev.adjoint.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.function.UnaryOperator;

/**
 * European options on a stock with a dividend yield (Black, Scholes and Merton, 1973), many at once: a market is float64
 * {@code [5, contracts]}, with the spots, volatilities, times, rates and dividend yields as its rows.
 */
final class BlackScholes {
  /** The names of the derivatives in each row of the market. */
  private static final List<String> FIRST = List.of("delta", "vega", "theta", "rho", "epsilon");

  /** The names of the second derivatives: the Hessian from its diagonal on. Those without a name say what they are in. */
  private static final List<List<String>> SECOND = List.of(
      List.of("gamma", "vanna", "charm", "spot_rate", "spot_dividend"),
      List.of("volga", "veta", "vera", "vol_dividend"),
      List.of("time_time", "time_rate", "time_dividend"),
      List.of("rate_rate", "rate_dividend"),
      List.of("dividend_dividend"));

  private final Tensor market;
  private final Tensor strike;
  private final Tensor sign;

  BlackScholes(List<Contract> contracts) {
    market = Tensor.stack(
        0,
        row(contracts, Contract::spot),
        row(contracts, Contract::vol),
        row(contracts, Contract::time),
        row(contracts, Contract::rate),
        row(contracts, Contract::dividend));
    strike = row(contracts, Contract::strike);
    sign = row(contracts, Contract::sign);
  }

  private static Tensor row(List<Contract> contracts, ToDoubleFunction<Contract> number) {
    return Tensor.of(contracts.stream().mapToDouble(number).toArray());
  }

  /** The price of each contract. */
  private Tensor price(Tensor market) {
    Tensor spot = market.select(0, 0);
    Tensor vol = market.select(0, 1);
    Tensor time = market.select(0, 2);
    Tensor rate = market.select(0, 3);
    Tensor dividend = market.select(0, 4);
    Tensor deviation = vol.mul(time.sqrt());
    Tensor d1 = spot.div(strike).log().add(rate.sub(dividend).mul(time)).div(deviation).add(deviation.div(2));
    Tensor d2 = d1.sub(deviation);
    Tensor stock = spot.mul(dividend.mul(time).neg().exp()).mul(normal(sign.mul(d1)));
    Tensor bond = strike.mul(rate.mul(time).neg().exp()).mul(normal(sign.mul(d2)));
    return sign.mul(stock.sub(bond));
  }

  /** The distribution function of the standard normal distribution. */
  private static Tensor normal(Tensor x) {
    return x.div(Math.sqrt(2)).erf().add(1).div(2);
  }

  /**
   * The prices and all their first and second derivatives by name, an entry a contract.
   *
   * <p>A price depends on its own contract alone. So the gradient of the sum of all prices holds the gradient of each, and
   * the sum's Hessian times a market of ones in one row, zeros elsewhere, holds that row of each contract's Hessian.
   */
  Map<String, double[]> greeks() {
    UnaryOperator<Tensor> total = m -> price(m).sum();
    Map<String, Tensor> greeks = new LinkedHashMap<>();
    greeks.put("price", price(market));
    Tensor gradient = Adjoint.grad(total).apply(market);
    for (int i = 0; i < FIRST.size(); i++) {
      greeks.put(FIRST.get(i), gradient.select(0, i));
    }
    for (int i = 0; i < SECOND.size(); i++) {
      Tensor direction = Tensor.zerosLike(market);
      direction.select(0, i).addi(1);
      Tensor row = Adjoint.hvp(total, market, direction);
      for (int j = 0; j < SECOND.get(i).size(); j++) {
        greeks.put(SECOND.get(i).get(j), row.select(0, i + j));
      }
    }
    // By custom these two are in time that passes, which takes from the time to expiry.
    greeks.computeIfPresent("theta", (_, theta) -> theta.neg());
    greeks.computeIfPresent("charm", (_, charm) -> charm.neg());
    Map<String, double[]> numbers = new LinkedHashMap<>();
    greeks.forEach((name, greek) -> numbers.put(name, greek.toDoubleArray()));
    return numbers;
  }
}
