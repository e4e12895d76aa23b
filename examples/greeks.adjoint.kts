// Prices European options on stocks with a dividend yield (Black, Scholes and Merton, 1973), finds all first and second
// derivatives of the prices, compares them with the closed forms, and writes them to a file. Derivatives are in the units
// of the columns: vega is for a volatility higher by 1, theta for a year.
//
// ./adjoint run examples/greeks.adjoint.kts CONTRACTS.csv [OUTPUT.csv]

import de.siegmar.fastcsv.reader.CsvParseException
import de.siegmar.fastcsv.reader.CsvReader
import de.siegmar.fastcsv.reader.FieldMismatchStrategy
import de.siegmar.fastcsv.reader.NamedCsvRecord
import de.siegmar.fastcsv.writer.CsvWriter
import de.siegmar.fastcsv.writer.LineDelimiter
import java.nio.file.Files
import java.nio.file.Path
import kotlin.math.PI
import kotlin.math.abs
import kotlin.math.exp
import kotlin.math.ln
import kotlin.math.sqrt

require(args.size in 1..2) { "Usage: greeks CONTRACTS.csv [OUTPUT.csv]; given ${args.size} arguments" }
val input = Path.of(args[0])
val output = Path.of(args.getOrElse(1) { "greeks.csv" })
require(Files.isReadable(input) && !Files.isDirectory(input)) { "$input: there is no such file, or it cannot be read" }
val directory: Path? = output.parent
require(directory == null || Files.isDirectory(directory)) { "OUTPUT: there is no directory $directory" }

/** A row of the file; the sign is 1 for a call, which pays for a rise, and -1 for a put. */
class Contract(
    val line: Long,
    val type: String,
    val spot: Double,
    val strike: Double,
    val vol: Double,
    val time: Double,
    val rate: Double,
    val dividend: Double,
) {
    val sign: Double = if (type == "call") 1.0 else -1.0
}

fun read(row: NamedCsvRecord): Contract {
    require(row.fieldCount <= row.header.size) {
        val surplus = row.fields.drop(row.header.size).joinToString(",")
        "$input:${row.startingLineNumber}: expected ${row.header.size} fields; given ${row.fieldCount}, with $surplus too many"
    }

    fun <T> field(column: String, expected: String, parse: (String) -> T?): T {
        val text = row.findField(column).orElse("nothing").trim()
        return parse(text) ?: error("$input:${row.startingLineNumber}: column $column: expected $expected; given $text")
    }

    fun number(column: String) = field(column, "a number") { it.toDoubleOrNull()?.takeIf(Double::isFinite) }

    fun positive(column: String) =
        field(column, "a number above 0") { it.toDoubleOrNull()?.takeIf { number -> number > 0 && number.isFinite() } }

    val type = field("type", "call or put") { it.takeIf { type -> type == "call" || type == "put" } }
    return Contract(
        row.startingLineNumber, type,
        positive("spot"), positive("strike"), positive("vol"), positive("time"), number("rate"), number("dividend"),
    )
}

val contracts = try {
    CsvReader.builder().missingFieldStrategy(FieldMismatchStrategy.IGNORE).extraFieldStrategy(FieldMismatchStrategy.IGNORE)
        .detectBomHeader(true).ofNamedCsvRecord(input).use { it.map(::read) }
} catch (e: CsvParseException) {
    error("$input: ${e.message}")
}
require(contracts.isNotEmpty()) { "$input: expected the columns type,spot,strike,vol,time,rate,dividend and a row for each contract" }

// What the prices depend on and are differentiated in: float64 [5, contracts].
val market = tensorOf(
    contracts.map { it.spot }.toDoubleArray(),
    contracts.map { it.vol }.toDoubleArray(),
    contracts.map { it.time }.toDoubleArray(),
    contracts.map { it.rate }.toDoubleArray(),
    contracts.map { it.dividend }.toDoubleArray(),
)
val strike = tensorOf(*contracts.map { it.strike }.toDoubleArray())
val sign = tensorOf(*contracts.map { it.sign }.toDoubleArray())

/** The distribution function of the standard normal distribution. */
fun normal(x: Tensor): Tensor = (1 + erf(x / sqrt(2.0))) / 2

/** The price of each contract. */
fun price(market: Tensor): Tensor {
    val (spot, vol, time, rate, dividend) = List(5) { market[it] }
    val deviation = vol * sqrt(time)
    val d1 = (ln(spot / strike) + (rate - dividend) * time) / deviation + deviation / 2
    val d2 = d1 - deviation
    return sign * (spot * exp(-dividend * time) * normal(sign * d1) - strike * exp(-rate * time) * normal(sign * d2))
}

// The names of the derivatives in each row of the market, and of the Hessian from its diagonal on; those without a name
// of their own say what they are in.
val first = listOf("delta", "vega", "theta", "rho", "epsilon")
val second = listOf(
    listOf("gamma", "vanna", "charm", "spot_rate", "spot_dividend"),
    listOf("volga", "veta", "vera", "vol_dividend"),
    listOf("time_time", "time_rate", "time_dividend"),
    listOf("rate_rate", "rate_dividend"),
    listOf("dividend_dividend"),
)

// A price depends on its own contract alone. So the gradient of the sum of all prices holds the gradient of each, and the
// sum's Hessian times a market of ones in one row, zeros elsewhere, holds that row of each contract's Hessian.
val total = differentiable { m: Tensor -> price(m).sum() }
val greeks = buildMap {
    put("price", price(market))
    val gradient = total.grad(market)
    first.forEachIndexed { i, name -> put(name, gradient[i]) }
    second.forEachIndexed { i, names ->
        val direction = Tensor.zerosLike(market).also { it[i] = 1 }
        val row = total.hvp(market, direction)
        names.forEachIndexed { j, name -> put(name, row[i + j]) }
    }
    // By custom these two are in time that passes, which takes from the time to expiry.
    for (name in listOf("theta", "charm")) put(name, -getValue(name))
}.mapValues { (_, greek) -> greek.toDoubleArray() }

/** The price of one contract and its derivatives, as found by hand. */
fun closedForms(c: Contract): Map<String, Double> = with(c) {
    val root = sqrt(time)
    val d1 = (ln(spot / strike) + (rate - dividend) * time) / (vol * root) + vol * root / 2
    val d2 = d1 - vol * root
    val d1Time = (rate - dividend) / (vol * root) - d2 / (2 * time)
    val d2Time = d1Time - vol / (2 * root)
    val d1Rate = root / vol
    val stock = sign * spot * exp(-dividend * time) * normal(Tensor.scalar(sign * d1)).item()
    val bond = sign * strike * exp(-rate * time) * normal(Tensor.scalar(sign * d2)).item()
    val density = spot * exp(-dividend * time - d1 * d1 / 2) / sqrt(2 * PI)
    val vega = density * root
    val decay = vega * vol / (2 * time)
    mapOf(
        "price" to stock - bond,
        "delta" to stock / spot,
        "vega" to vega,
        "theta" to dividend * stock - rate * bond - decay,
        "rho" to time * bond,
        "epsilon" to -time * stock,
        "gamma" to density / (spot * spot * vol * root),
        "vanna" to -density * d2 / (spot * vol),
        "charm" to (dividend * stock - density * d1Time) / spot,
        "spot_rate" to density * d1Rate / spot,
        "spot_dividend" to -(time * stock + density * d1Rate) / spot,
        "volga" to vega * d1 * d2 / vol,
        "veta" to vega * (1 / (2 * time) - dividend - d1 * d1Time),
        "vera" to -vega * d1 * d1Rate,
        "vol_dividend" to vega * (d1 * d1Rate - time),
        "time_time" to dividend * dividend * stock - rate * rate * bond - dividend * density * d1Time +
            rate * density * d2Time - decay * (1 / (2 * time) + dividend + d1 * d1Time),
        "time_rate" to (1 - rate * time) * bond + time * density * d2Time,
        "time_dividend" to (dividend * time - 1) * stock - time * density * d1Time,
        "rate_rate" to time * density * d1Rate - time * time * bond,
        "rate_dividend" to -time * density * d1Rate,
        "dividend_dividend" to time * time * stock + time * density * d1Rate,
    )
}

val expected = contracts.map(::closedForms)
contracts.forEachIndexed { i, c ->
    for ((name, greek) in greeks) {
        require(greek[i].isFinite() && expected[i].getValue(name).isFinite()) {
            "$input:${c.line}: $name cannot be computed in float64: expected numbers less extreme"
        }
    }
}

CsvWriter.builder().lineDelimiter(LineDelimiter.PLATFORM).build(output).use { csv ->
    csv.writeRecord(listOf("type", "spot", "strike", "vol", "time", "rate", "dividend") + greeks.keys)
    contracts.forEachIndexed { i, c ->
        val given = listOf(c.spot, c.strike, c.vol, c.time, c.rate, c.dividend)
        csv.writeRecord(listOf(c.type) + (given + greeks.values.map { it[i] }).map(Double::toString))
    }
}

println("%-18s %14s %14s".format("closed forms", "largest error", "relative"))
for ((name, greek) in greeks) {
    val exact = expected.map { it.getValue(name) }
    val errors = greek.zip(exact) { found, wanted -> abs(found - wanted) }
    val relative = errors.zip(exact) { error, wanted -> if (error == 0.0) 0.0 else error / abs(wanted) }
    println("%-18s %14.1e %14.1e".format(name, errors.max(), relative.max()))
}
println("${contracts.size} contracts with ${greeks.size} numbers each are in $output")
