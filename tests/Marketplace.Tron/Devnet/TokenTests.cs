using System.Numerics;

namespace Marketplace.Tron.Devnet.Tests;

public class TokenTests
{
    private const long Trx = Chain.Trx;
    private const long FeeLimit = 30 * Trx;

    [Test]
    public async Task A_token_transfer_emits_its_event_and_burns_energy()
    {
        await using var chain = await FundedAsync();
        var first = await SendAsync(chain, Transfer(chain.Bob.Address, 1_000_000));
        Assert.That((first.ContractResult, first.EnergyUsed, first.EnergyFeeSun), Is.EqualTo(("SUCCESS", 130_285L, 13_028_500L)), "Bob held none.");
        var second = await SendAsync(chain, Transfer(chain.Bob.Address, 500_000));
        Assert.That(second.EnergyUsed, Is.EqualTo(64_285));
        Assert.That(chain.Devnet.TokenBalance(chain.Bob.Address), Is.EqualTo(new BigInteger(1_500_000)));

        var scan = TransferScan.Trc20Tokens([first], token => token == chain.Devnet.TokenAddress, address => address == chain.Bob.Address);
        Assert.That(scan.Transfers.Single(), Is.EqualTo(new FoundTransfer(
            first.Id, TransferKind.Trc20, 0, chain.Devnet.TokenAddress, chain.Ada.Address, chain.Bob.Address, 1_000_000)));
        Assert.That(first.FeeSun, Is.EqualTo(first.EnergyFeeSun + first.NetFeeSun));
    }

    [Test]
    public async Task A_transfer_of_more_than_there_is_reverts_and_still_costs()
    {
        await using var chain = await FundedAsync();
        var info = await SendAsync(chain, Transfer(chain.Bob.Address, 99_000_000));
        Assert.That((info.ContractResult, info.Succeeded, info.Message), Is.EqualTo(("REVERT", false, "REVERT opcode executed")));
        Assert.That(info.EnergyFeeSun, Is.Positive);
        Assert.That(info.Logs, Is.Empty);
        Assert.That(chain.Devnet.TokenBalance(chain.Bob.Address), Is.EqualTo(BigInteger.Zero));
    }

    [Test]
    public async Task A_fee_limit_that_is_too_small_burns_itself_and_moves_nothing()
    {
        await using var chain = await FundedAsync();
        var info = await SendAsync(chain, Transfer(chain.Bob.Address, 1), feeLimit: 2 * Trx);
        Assert.That((info.ContractResult, info.EnergyFeeSun), Is.EqualTo(("OUT_OF_ENERGY", 2 * Trx)));
        Assert.That(chain.Devnet.TokenBalance(chain.Bob.Address), Is.EqualTo(BigInteger.Zero));
    }

    [Test]
    public async Task TransferFrom_needs_an_allowance_and_uses_it_up()
    {
        await using var chain = await FundedAsync();
        chain.Fund(chain.Bob.Address, 100 * Trx);
        var take = Call("23b872dd", Word(chain.Ada.Address), Word(chain.Bob.Address), Word(400));
        Assert.That((await SendAsync(chain, take, from: chain.Bob)).ContractResult, Is.EqualTo("REVERT"));
        await SendAsync(chain, Call("095ea7b3", Word(chain.Bob.Address), Word(500)));
        Assert.That((await SendAsync(chain, take, from: chain.Bob)).ContractResult, Is.EqualTo("SUCCESS"));
        Assert.That((await SendAsync(chain, take, from: chain.Bob)).ContractResult, Is.EqualTo("REVERT"), "100 are left of the allowance.");
        Assert.That(chain.Devnet.TokenBalance(chain.Bob.Address), Is.EqualTo(new BigInteger(400)));
    }

    [Test]
    public async Task Calls_without_a_transaction_read_balances_and_estimate_energy()
    {
        await using var chain = await FundedAsync();
        var balance = await chain.Node.CallAsync(chain.Bob.Address, chain.Devnet.TokenAddress, Call("70a08231", Word(chain.Ada.Address)));
        Assert.That(new BigInteger(balance.Value.Output.Span, isUnsigned: true, isBigEndian: true), Is.EqualTo(new BigInteger(5_000_000)));
        var estimate = await chain.Node.CallAsync(chain.Ada.Address, chain.Devnet.TokenAddress, Transfer(chain.Bob.Address, 1));
        Assert.That((estimate.Value.EnergyUsed, estimate.Value.Message), Is.EqualTo((130_285L, "")));
        var refused = await chain.Node.CallAsync(chain.Ada.Address, chain.Devnet.TokenAddress, Transfer(chain.Bob.Address, 9_000_000));
        Assert.That(refused.Value.Message, Is.EqualTo("REVERT opcode executed"));
        var absent = await chain.Node.CallAsync(chain.Ada.Address, chain.Bob.Address, Transfer(chain.Bob.Address, 1));
        Assert.That(absent.Error!.Message, Does.EndWith("Contract validate error : Smart contract is not exist."));
    }

    [Test]
    public async Task The_fake_token_s_event_is_no_deposit()
    {
        await using var chain = await FundedAsync();
        var id = chain.Devnet.FaucetToken(chain.Bob.Address, 1_000_000, fake: true).Value;
        chain.Devnet.Mine();
        var info = (await chain.Node.GetTransactionInfoAsync(id, TronView.Head)).Value;
        Assert.That(Trc20.DecodeLog(info.Logs.Single())!.To, Is.EqualTo(chain.Bob.Address));
        Assert.That(TransferScan.Trc20Tokens([info], token => token == chain.Devnet.TokenAddress, _ => true).Transfers, Is.Empty);
    }

    private static async Task<Chain> FundedAsync()
    {
        var chain = await Chain.StartAsync();
        chain.Fund(chain.Ada.Address, 1_000 * Trx);
        Assert.That(chain.Devnet.FaucetToken(chain.Ada.Address, 5_000_000).IsSuccess, Is.True);
        chain.Devnet.Mine();
        return chain;
    }

    private static async Task<TronTransactionInfo> SendAsync(Chain chain, byte[] data, long feeLimit = FeeLimit, TronKey? from = null)
    {
        var key = from ?? chain.Ada;
        var unique = chain.Devnet.HeadNumber;
        var signed = await chain.BuildAsync(key, chain.Devnet.FaucetAddress, 1, raw => raw with
        {
            Contract = new TriggerSmartContract(key.Address, chain.Devnet.TokenAddress, data),
            FeeLimitSun = feeLimit,
            TimestampMs = raw.TimestampMs + unique,
        });
        var outcome = await chain.Node.BroadcastAsync(signed);
        Assert.That(outcome.IsAccepted, Is.True, outcome.ToString());
        chain.Devnet.Mine();
        return (await chain.Node.GetTransactionInfoAsync(signed.Id, TronView.Head)).Value;
    }

    private static byte[] Transfer(TronAddress to, BigInteger amount) => Trc20.EncodeTransfer(to, amount);

    private static byte[] Call(string selector, params string[] words) => Convert.FromHexString(selector + string.Concat(words));

    private static string Word(TronAddress address) => new string('0', 24) + address.ToHex()[2..];

    private static string Word(int number) => number.ToString("x64", System.Globalization.CultureInfo.InvariantCulture);
}
