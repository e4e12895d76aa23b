package dev.adjoint.examples;

import static java.lang.Math.exp;
import static java.lang.Math.log;
import static java.lang.Math.sqrt;

import dev.adjoint.Tensor;
import java.util.LinkedHashMap;
import java.util.Map;

/** The price of one contract and its derivatives, as found by hand: what differentiation is compared with. */
final class ClosedForm {
  private ClosedForm() {}

  /** All of them by name, in the order of {@link BlackScholes#greeks}. */
  static Map<String, Double> greeks(Contract c) {
    double time = c.time();
    double rate = c.rate();
    double dividend = c.dividend();
    double root = sqrt(time);
    double d1 = (log(c.spot() / c.strike()) + (rate - dividend) * time) / (c.vol() * root) + c.vol() * root / 2;
    double d2 = d1 - c.vol() * root;
    double d1Time = (rate - dividend) / (c.vol() * root) - d2 / (2 * time);
    double d2Time = d1Time - c.vol() / (2 * root);
    double d1Rate = root / c.vol();
    double stock = c.sign() * c.spot() * exp(-dividend * time) * normal(c.sign() * d1);
    double bond = c.sign() * c.strike() * exp(-rate * time) * normal(c.sign() * d2);
    double density = c.spot() * exp(-dividend * time - d1 * d1 / 2) / sqrt(2 * Math.PI);
    double vega = density * root;
    double decay = vega * c.vol() / (2 * time);

    Map<String, Double> greeks = new LinkedHashMap<>();
    greeks.put("price", stock - bond);
    greeks.put("delta", stock / c.spot());
    greeks.put("vega", vega);
    greeks.put("theta", dividend * stock - rate * bond - decay);
    greeks.put("rho", time * bond);
    greeks.put("epsilon", -time * stock);
    greeks.put("gamma", density / (c.spot() * c.spot() * c.vol() * root));
    greeks.put("vanna", -density * d2 / (c.spot() * c.vol()));
    greeks.put("charm", (dividend * stock - density * d1Time) / c.spot());
    greeks.put("spot_rate", density * d1Rate / c.spot());
    greeks.put("spot_dividend", -(time * stock + density * d1Rate) / c.spot());
    greeks.put("volga", vega * d1 * d2 / c.vol());
    greeks.put("veta", vega * (1 / (2 * time) - dividend - d1 * d1Time));
    greeks.put("vera", -vega * d1 * d1Rate);
    greeks.put("vol_dividend", vega * (d1 * d1Rate - time));
    greeks.put("time_time", dividend * dividend * stock - rate * rate * bond - dividend * density * d1Time
        + rate * density * d2Time - decay * (1 / (2 * time) + dividend + d1 * d1Time));
    greeks.put("time_rate", (1 - rate * time) * bond + time * density * d2Time);
    greeks.put("time_dividend", (dividend * time - 1) * stock - time * density * d1Time);
    greeks.put("rate_rate", time * density * d1Rate - time * time * bond);
    greeks.put("rate_dividend", -time * density * d1Rate);
    greeks.put("dividend_dividend", time * time * stock + time * density * d1Rate);
    return greeks;
  }

  private static double normal(double x) {
    return (1 + Tensor.scalar(x / sqrt(2)).erf().item()) / 2;
  }
}
