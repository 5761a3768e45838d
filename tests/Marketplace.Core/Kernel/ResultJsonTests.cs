using System.Text.Json;

namespace Marketplace.Kernel.Tests;

internal sealed class ResultJsonTests
{
    private static readonly Error BelowMinimum = new Error("wallets.below_minimum").With("minimum", 5_000_000L).With("asset", "TRX");

    [Test]
    public void Success_survives_json() => Assert.That(RoundTrip(Result.Success), Is.EqualTo(Result.Success));

    [Test]
    public void An_error_survives_json_with_its_arguments()
    {
        Assert.That(RoundTrip(Result.Failure(BelowMinimum)).Error, Is.EqualTo(BelowMinimum));
        Assert.That(RoundTrip<Result<Receipt>>(BelowMinimum).Error, Is.EqualTo(BelowMinimum));
    }

    [Test]
    public void A_value_survives_json_with_its_ids_and_its_money()
    {
        var receipt = new Receipt(ReceiptId.From(Guid.Parse("01990000-0000-7000-8000-000000000001")), new Sun(1_500_000), [new Sun(1), new Sun(long.MaxValue)], null);
        Result<Receipt> result = receipt;

        var json = JsonSerializer.Serialize(result, KernelJson.Options);

        Assert.That(json, Is.EqualTo(
            """{"error":null,"value":{"id":"01990000-0000-7000-8000-000000000001","paid":1500000,"parts":[1,9223372036854775807],"sponsor":null}}"""));
        var back = JsonSerializer.Deserialize<Result<Receipt>>(json, KernelJson.Options)!.Require();
        Assert.That((back.Id, back.Paid, back.Sponsor), Is.EqualTo((receipt.Id, receipt.Paid, receipt.Sponsor)));
        Assert.That(back.Parts, Is.EqualTo(receipt.Parts));
    }

    [Test]
    public void Money_is_a_whole_number_and_nothing_else()
    {
        Assert.That(() => JsonSerializer.Deserialize<Sun>("1.5", KernelJson.Options), Throws.InstanceOf<Exception>());
        Assert.That(() => JsonSerializer.Deserialize<Sun>("\"1\"", KernelJson.Options), Throws.InstanceOf<Exception>());
        Assert.That(() => JsonSerializer.Deserialize<Sun>("9223372036854775808", KernelJson.Options), Throws.InstanceOf<Exception>());
    }

    [Test]
    public void Errors_are_equal_by_code_and_arguments()
    {
        Assert.That(new Error("a.b").With("x", 1), Is.EqualTo(new Error("a.b").With("x", 1)));
        Assert.That(new Error("a.b").With("x", 1), Is.Not.EqualTo(new Error("a.b").With("x", 2)));
        Assert.That(new Error("a.b").With("x", 1.5m).ToString(), Is.EqualTo("a.b (x=1.5)"));
    }

    [Test]
    public void A_failed_result_that_nobody_looked_at_says_so() =>
        Assert.That(() => ((Result<int>)BelowMinimum).Require(), Throws.InvalidOperationException.With.Message.Contains("wallets.below_minimum"));

    private static T RoundTrip<T>(T value) => JsonSerializer.Deserialize<T>(JsonSerializer.Serialize(value, KernelJson.Options), KernelJson.Options)!;

    private readonly record struct ReceiptId(Guid Value) : ITypedId<ReceiptId>
    {
        public static ReceiptId From(Guid value) => new(value);
    }

    private sealed record Receipt(ReceiptId Id, Sun Paid, IReadOnlyList<Sun> Parts, ReceiptId? Sponsor);
}
