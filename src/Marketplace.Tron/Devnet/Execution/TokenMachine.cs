using System.Buffers.Binary;
using System.Numerics;
using System.Security.Cryptography;
using System.Text;

namespace Marketplace.Tron.Devnet;

/// <summary>The outcome of a token's function.</summary>
internal sealed record TokenRun(string Result, long Energy, string Output, string Message, IReadOnlyList<TronEventLog> Logs)
{
    internal const string Success = "SUCCESS";
    internal const string Revert = "REVERT";
    internal const string OutOfEnergy = "OUT_OF_ENERGY";
}

/// <summary>
/// The TRC-20 tokens deployed at block 0, as built-in contracts: there is no virtual machine here. The energy costs are those observed of USDT
/// on mainnet: a transfer to an address that holds none costs about twice as much.
/// </summary>
internal sealed class TokenMachine(ChainState state)
{
    private const int Word = 32;
    private const long TransferEnergy = 64_285;
    private const long FirstTransferEnergy = 130_285;
    private const long TransferFromEnergy = 13_000;
    private const long ApproveEnergy = 22_677;
    private const long ReadEnergy = 935;
    private const long RevertEnergy = 3_216;

    // Keccak-256 of Paid(address,address,uint256).
    private const string PaidTopic = "9def4e2802183d68ce90a6a226a2962b59298616c27165f12c4fbc5c84cdd778";
    private const string ApprovalTopic = "8c5be1e5ebec7d5bd14f71427d1e84f3dd0314c0f7b2291e5b200ac8c7c3b925";

    internal static TokenContract Genuine { get; } = new("Devnet Tether", "USDT", 6, AddressOf("token"));

    /// <summary>Same name and symbol, another contract: what a fraud would deploy. Its events tell of any transfer, whether somebody had the money or not.</summary>
    internal static TokenContract Fake { get; } = new("Devnet Tether", "USDT", 6, AddressOf("fake token"));

    /// <summary>Pays out its caller's tokens, as exchanges and wallets' contracts do: the transfer's event stands behind one of its own.</summary>
    internal static TokenContract Router { get; } = new("Devnet Router", "", 0, AddressOf("router"));

    internal static IReadOnlyList<TokenContract> All { get; } = [Genuine, Fake, Router];

    internal static BigInteger Supply { get; } = BigInteger.Pow(10, 17);

    internal bool IsToken(TronAddress address) => state.Account(address) is { IsContract: true };

    internal void Deploy(TronAddress holder, long timestampMs)
    {
        foreach (var token in All)
        {
            state.Set(token.Address, new DevAccount(0, timestampMs, IsContract: true));
            state.Set(StateKey.Balance(token.Address, holder), Supply);
        }
    }

    internal TokenRun Run(TriggerSmartContract call, long energyLimit)
    {
        var run = call.CallValueSun > 0 ? Reverted() : Dispatch(call);
        // What the limit does not cover is not executed, and burns the whole limit.
        return run.Energy <= energyLimit
            ? run
            : new TokenRun(TokenRun.OutOfEnergy, energyLimit, "", "Not enough energy for 'SSTORE' operation executing", []);
    }

    internal static byte[] EncodeRoute(TronAddress token, TronAddress to, TronAddress? second, BigInteger amount) =>
        Convert.FromHexString((second is null ? "b3d76188" : "b0831203") + Padded(token) + Padded(to) + (second is { } other ? Padded(other) : "") + Number(amount));

    private TokenRun Dispatch(TriggerSmartContract call)
    {
        var data = call.Data.Span;
        if (data.Length < 4)
        {
            return Reverted();
        }

        var token = All.First(contract => contract.Address == call.Contract);
        var arguments = data[4..];
        var selector = BinaryPrimitives.ReadUInt32BigEndian(data);
        return token == Router ? Route(call.Owner, selector, arguments) : (selector, arguments.Length) switch
        {
            (0x06fdde03, _) => Answer(Text(token.Name)),
            (0x95d89b41, _) => Answer(Text(token.Symbol)),
            (0x313ce567, _) => Answer(Number(token.Decimals)),
            (0x18160ddd, _) => Answer(Number(Supply)),
            (0x70a08231, >= Word) => Answer(Number(state.Number(StateKey.Balance(token.Address, Address(arguments, 0))))),
            (0xdd62ed3e, >= 2 * Word) => Answer(Number(state.Number(StateKey.Allowance(token.Address, Address(arguments, 0), Address(arguments, 1))))),
            (0xa9059cbb, >= 2 * Word) => Move(token.Address, call.Owner, Address(arguments, 0), Amount(arguments, 1), 0),
            (0x095ea7b3, >= 2 * Word) => Approve(token.Address, call.Owner, Address(arguments, 0), Amount(arguments, 1)),
            (0x23b872dd, >= 3 * Word) => MoveFrom(token.Address, call.Owner, Address(arguments, 0), Address(arguments, 1), Amount(arguments, 2)),
            _ => Reverted(),
        };
    }

    /// <summary><c>pay(token, to, amount)</c>, or <c>split(token, first, second, each)</c>: one transaction, two transfers.</summary>
    private TokenRun Route(TronAddress owner, uint selector, ReadOnlySpan<byte> arguments)
    {
        var recipients = (selector, arguments.Length) switch
        {
            (0xb3d76188, 3 * Word) => 1,
            (0xb0831203, 4 * Word) => 2,
            _ => 0,
        };
        if (recipients == 0)
        {
            return Reverted();
        }

        var token = Address(arguments, 0);
        var amount = Amount(arguments, recipients + 1);
        var logs = new List<TronEventLog> { Event(Router.Address, PaidTopic, owner, token, amount) };
        long energy = 0;
        for (var i = 1; i <= recipients; i++)
        {
            var run = token == Router.Address || !IsToken(token) ? Reverted() : Move(token, owner, Address(arguments, i), amount, TransferFromEnergy);
            if (run.Result != TokenRun.Success)
            {
                return run;
            }

            logs.AddRange(run.Logs);
            energy += run.Energy;
        }

        return new TokenRun(TokenRun.Success, energy, Number(1), "", logs);
    }

    private TokenRun Move(TronAddress token, TronAddress from, TronAddress to, BigInteger amount, long extraEnergy)
    {
        if (token == Fake.Address)
        {
            return new TokenRun(TokenRun.Success, TransferEnergy + extraEnergy, Number(1), "", [Event(token, Trc20.TransferTopic, from, to, amount)]);
        }

        var source = StateKey.Balance(token, from);
        var balance = state.Number(source);
        if (balance < amount || to.IsZero)
        {
            return Reverted();
        }

        var target = StateKey.Balance(token, to);
        var energy = extraEnergy + (state.Number(target).IsZero ? FirstTransferEnergy : TransferEnergy);
        state.Set(source, balance - amount);
        state.Set(target, state.Number(target) + amount);
        return new TokenRun(TokenRun.Success, energy, Number(1), "", [Event(token, Trc20.TransferTopic, from, to, amount)]);
    }

    private TokenRun MoveFrom(TronAddress token, TronAddress spender, TronAddress from, TronAddress to, BigInteger amount)
    {
        var key = StateKey.Allowance(token, from, spender);
        var allowance = state.Number(key);
        if (allowance < amount)
        {
            return Reverted();
        }

        var run = Move(token, from, to, amount, TransferFromEnergy);
        if (run.Result == TokenRun.Success)
        {
            state.Set(key, allowance - amount);
        }

        return run;
    }

    private TokenRun Approve(TronAddress token, TronAddress owner, TronAddress spender, BigInteger amount)
    {
        state.Set(StateKey.Allowance(token, owner, spender), amount);
        return new TokenRun(TokenRun.Success, ApproveEnergy, Number(1), "", [Event(token, ApprovalTopic, owner, spender, amount)]);
    }

    private static TokenRun Answer(string output) => new(TokenRun.Success, ReadEnergy, output, "", []);

    private static TokenRun Reverted() => new(TokenRun.Revert, RevertEnergy, "", "REVERT opcode executed", []);

    private static TronEventLog Event(TronAddress token, string topic, TronAddress first, TronAddress second, BigInteger amount) =>
        new(token.ToHex()[2..], [topic, Padded(first), Padded(second)], Number(amount));

    private static string Padded(TronAddress address) => new string('0', 24) + address.ToHex()[2..];

    private static TronAddress Address(ReadOnlySpan<byte> arguments, int index) => TronAddress.FromBody(arguments.Slice((index * Word) + 12, 20));

    private static BigInteger Amount(ReadOnlySpan<byte> arguments, int index) =>
        new(arguments.Slice(index * Word, Word), isUnsigned: true, isBigEndian: true);

    private static string Number(BigInteger value)
    {
        var bytes = value.ToByteArray(isUnsigned: true, isBigEndian: true);
        return Convert.ToHexStringLower(bytes).PadLeft(2 * Word, '0');
    }

    private static string Text(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        return Number(Word) + Number(bytes.Length) + Convert.ToHexStringLower(bytes).PadRight(2 * Word, '0');
    }

    private static TronAddress AddressOf(string purpose) =>
        TronAddress.FromBody(SHA256.HashData(Encoding.UTF8.GetBytes($"Marketplace.Tron.Devnet {purpose}")).AsSpan(12));
}

/// <summary>A deployed token.</summary>
internal sealed record TokenContract(string Name, string Symbol, int Decimals, TronAddress Address);
