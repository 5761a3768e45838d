using Marketplace.Kernel;
using Marketplace.Testing;

namespace Marketplace.Tron.Payments.Tests.Keys;

/// <summary>A signer with limits, on a clock that the test moves.</summary>
internal abstract class SignerTest
{
    private string vault = null!;
    private int count;

    protected FakeClock Clock { get; private set; } = null!;

    protected TronSigner Signer { get; set; } = null!;

    protected string Journal => $"{vault}.journal";

    protected string Head => $"{vault}.head";

    protected string Vault => vault;

    protected TronAddress Hot { get; private set; }

    protected TronAddress Cold { get; } = TronAddress.Parse("TUEZSdKsoDHQMeZwihtdoBiN46zxhGWYdH").Value;

    protected TronAddress Somebody { get; } = TronAddress.Parse("TJRabPrwbZy45sbavfcjinPJC18kjpRTv8").Value;

    protected TronSigningOptions Limits { get; private set; } = null!;

    private HdPublicKey Deposits { get; set; } = null!;

    [SetUp]
    public void Open()
    {
        Clock = new FakeClock();
        Limits = new TronSigningOptions { MaximumPayment = Sun.FromTrx(50), HourlyLimit = Sun.FromTrx(100), DailyLimit = Sun.FromTrx(300) };
        vault = Path.Combine(TestFolder.Path, $"{Unique.Name()}.vault");
        using var key = TronVaultKey.Create($"{vault}.key");
        var info = TronVault.Create(vault, key);
        (Hot, Deposits) = (TronAddress.Parse(info.HotAddress).Value, HdPublicKey.Parse(info.AccountXpub).Value.Child(0).Value);
        Limits.Journal = Journal;
        TronSigner.BeginJournal(vault, TronVaultKeySource.File($"{vault}.key"), Journal);
        Signer = Start();
    }

    [TearDown]
    public void Close() => Signer.Dispose();

    /// <summary>As after a crash: nothing of the process is left but its files.</summary>
    protected void Restart()
    {
        Signer.Dispose();
        Signer = Start();
    }

    /// <summary>Without the line that every journal begins with. A running signer lets nobody else open its journal.</summary>
    protected string[] ReadJournal()
    {
        Signer.Dispose();
        var lines = File.ReadAllLines(Journal)[1..];
        Signer = Start();
        return lines;
    }

    protected TronSigner Start() => TronSigner.Open(vault, TronVaultKeySource.File($"{vault}.key"), Cold.ToString(), Limits, Clock);

    protected TronAddress Deposit(uint index) => Deposits.Child(index).Value.Address;

    /// <summary>A transaction like none before, which expires in 90 s.</summary>
    protected TronTransaction Payment(long trx, TronAddress? to = null, TronAddress? from = null) => new()
    {
        Contract = new TransferContract(from ?? Hot, to ?? Somebody, trx * Sun.PerTrx),
        Reference = TronBlockReference.To(7, $"0000000000000007{new string('a', 48)}"),
        ExpirationMs = Clock.GetUtcNow().AddSeconds(90).ToUnixTimeMilliseconds(),
        TimestampMs = Clock.GetUtcNow().ToUnixTimeMilliseconds() + count++,
    };

    protected Result<TronSigned> Sign(string reference, TronTransaction transaction, string source = "hot") =>
        Signer.Sign(reference, source, Convert.ToHexString(transaction.Encode()));

    protected static string? Reason<T>(Result<T> result) => result.Error?.Arguments["reason"];
}
