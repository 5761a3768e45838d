using System.Security.Cryptography;

namespace Marketplace.Tron.Devnet;

/// <summary>
/// Checks and executes one transaction in java-tron's order: size, TAPOS, expiration, duplicate, signature, the contract's rules, bandwidth
/// and fees. The texts are java-tron's.
/// </summary>
internal sealed class TransactionExecutor(TronDevnetOptions options, ChainState state, IReadOnlyList<DevBlock> blocks, TokenMachine tokens)
{
    private const int TaposWindow = 65_536;
    private const int OwnerPermission = 0;
    private const int DefaultActivePermission = 2;

    /// <param name="signed">The transaction.</param>
    /// <param name="nowMs">The head block's time when it is broadcast; the new block's when it is included.</param>
    /// <param name="isVerified">True when this process has checked the signature before.</param>
    internal Verdict Execute(SignedTronTransaction signed, long nowMs, bool isVerified = false)
    {
        var key = StateKey.Transaction(signed.Id);
        var refusal = CheckEnvelope(signed) ?? (state.Contains(key) ? Refusal.Duplicate : null) ?? (isVerified ? null : CheckSignatures(signed));
        if (refusal is not null)
        {
            return refusal;
        }

        var verdict = signed.Transaction.Contract switch
        {
            TransferContract transfer => Transfer(signed, transfer, nowMs),
            TriggerSmartContract call => Call(signed, call, nowMs),
            var other => Refusal.Contract($"this local chain does not execute {other.TypeUrl}"),
        };
        if (verdict.Receipt is not null)
        {
            state.Set(key, signed.Id);
        }

        return verdict;
    }

    private Refusal? CheckEnvelope(SignedTronTransaction signed)
    {
        var size = signed.Serialize().Length;
        if (size > TronTransaction.MaxSizeBytes)
        {
            return Refusal.TooBig(signed.Id, size);
        }

        var head = blocks[^1];
        // The low 16 bits name one block among the last 65,536.
        var number = head.Number - ((head.Number - signed.Transaction.Reference.Bytes) & (TaposWindow - 1));
        if (number < 0 || blocks[(int)number].Reference != signed.Transaction.Reference)
        {
            return Refusal.Tapos;
        }

        var expiration = signed.Transaction.ExpirationMs;
        return expiration <= head.TimestampMs || expiration > head.TimestampMs + (long)TronTransaction.MaxLifetime.TotalMilliseconds ? Refusal.Expired : null;
    }

    private static Refusal? CheckSignatures(SignedTronTransaction signed)
    {
        if (signed.Signatures.Count == 0)
        {
            return Refusal.Signature("miss sig or contract");
        }

        if (signed.Transaction.PermissionId is not (OwnerPermission or DefaultActivePermission))
        {
            return Refusal.Signature("permission isn't exit");
        }

        // Every account here has the default permissions: one key, its own, for the owner and for the active permission 2.
        if (signed.Signatures.Count > 1)
        {
            return Refusal.Signature($"Signature count is {signed.Signatures.Count} more than key counts of permission : 1");
        }

        var signer = signed.Signatures[0].Recover(SHA256.HashData(signed.RawData));
        if (!signer.IsSuccess)
        {
            return Refusal.Signature("Could not recover public key from signature");
        }

        return signer.Value == signed.Transaction.OwnerAddress
            ? null
            : Refusal.Signature($"{signed.Signatures[0]} is signed by {signer.Value} but it is not contained of permission.");
    }

    /// <summary>What TransferActuator of java-tron has against a transfer, in its order; null when nothing.</summary>
    internal string? Objection(TransferContract transfer)
    {
        if (transfer.To == transfer.Owner)
        {
            return "Cannot transfer TRX to yourself.";
        }

        if (state.Account(transfer.Owner) is not { } owner)
        {
            return "Validate TransferContract error, no OwnerAccount.";
        }

        if (transfer.AmountSun <= 0)
        {
            return "Amount must be greater than 0.";
        }

        var recipient = state.Account(transfer.To);
        if (recipient is { IsContract: true })
        {
            return "Cannot transfer TRX to a smartContract.";
        }

        if ((Int128)transfer.AmountSun + ActivationFee(recipient) > owner.BalanceSun)
        {
            return "Validate TransferContract error, balance is not sufficient.";
        }

        return recipient is not null && (Int128)recipient.BalanceSun + transfer.AmountSun > long.MaxValue ? "long overflow" : null;
    }

    private long ActivationFee(DevAccount? recipient) => recipient is null ? options.ActivationFeeSun : 0;

    private Verdict Transfer(SignedTronTransaction signed, TransferContract transfer, long nowMs)
    {
        if (Objection(transfer) is { } objection)
        {
            return Refusal.Contract(objection);
        }

        var owner = state.Account(transfer.Owner)!;
        var recipient = state.Account(transfer.To);
        var fee = ActivationFee(recipient);
        state.Set(transfer.Owner, owner with { BalanceSun = owner.BalanceSun - transfer.AmountSun - fee, LastOperationMs = nowMs });
        state.Set(transfer.To, recipient is null
            ? new DevAccount(transfer.AmountSun, nowMs)
            : recipient with { BalanceSun = recipient.BalanceSun + transfer.AmountSun });
        var receipt = ChargeBandwidth(signed, transfer.Owner, recipient is null, nowMs);
        return receipt is null ? Refusal.Bandwidth : receipt with { FeeSun = receipt.FeeSun + fee };
    }

    /// <summary>VMActuator of java-tron: the contract first, then the fee limit.</summary>
    private Verdict Call(SignedTronTransaction signed, TriggerSmartContract call, long nowMs)
    {
        const long MaxFeeLimitSun = 15_000_000_000;
        if (!tokens.IsToken(call.Contract))
        {
            return Refusal.Contract("No contract or not a smart contract");
        }

        if (state.Account(call.Owner) is not { } owner)
        {
            return Refusal.Contract("no OwnerAccount.");
        }

        if (call.CallValueSun < 0)
        {
            return Refusal.Contract("callValue must be >= 0");
        }

        var feeLimit = signed.Transaction.FeeLimitSun;
        if (feeLimit is < 0 or > MaxFeeLimitSun)
        {
            return Refusal.Contract($"feeLimit must be >= 0 and <= {MaxFeeLimitSun}");
        }

        state.Set(call.Owner, owner with { LastOperationMs = nowMs });
        var receipt = ChargeBandwidth(signed, call.Owner, activates: false, nowMs);
        if (receipt is null)
        {
            return Refusal.Bandwidth;
        }

        owner = state.Account(call.Owner)!;
        var limit = Math.Min(feeLimit, Math.Max(0, owner.BalanceSun - call.CallValueSun)) / options.EnergyPriceSun;
        var result = state.Attempt(() => tokens.Run(call, limit), run => run.Result == TokenRun.Success);
        var energyFee = result.Energy * options.EnergyPriceSun;
        state.Set(call.Owner, owner with { BalanceSun = owner.BalanceSun - energyFee });
        return receipt with
        {
            IsContractCall = true,
            Contract = call.Contract,
            ContractResult = result.Result,
            Energy = result.Energy,
            EnergyFeeSun = energyFee,
            FeeSun = receipt.FeeSun + energyFee,
            Output = result.Output,
            Message = result.Message,
            Logs = result.Logs,
        };
    }

    /// <summary>
    /// The free allowance or TRX, all or nothing. A transfer that activates an address does not use the free allowance; without staked
    /// bandwidth (nobody stakes here) it burns a fixed fee instead of a price per byte.
    /// </summary>
    private Receipt? ChargeBandwidth(SignedTronTransaction signed, TronAddress payer, bool activates, long nowMs)
    {
        var account = state.Account(payer)!;
        var bytes = signed.BandwidthBytes;
        var memoFee = signed.Transaction.Memo.IsEmpty ? 0 : options.MemoFeeSun;
        var used = account.FreeNetUsedAt(nowMs);
        var free = !activates && used + bytes <= options.FreeBandwidthPerDay;
        var netFee = free ? 0 : activates ? options.ActivationBandwidthFeeSun : bytes * options.BandwidthPriceSun;
        if (account.BalanceSun < netFee + memoFee)
        {
            return null;
        }

        account = account with { BalanceSun = account.BalanceSun - netFee - memoFee };
        state.Set(payer, free ? account with { FreeNetUsage = used + bytes, FreeNetTimeMs = nowMs } : account);
        return new Receipt { NetUsage = free ? bytes : 0, NetFeeSun = netFee, FeeSun = netFee + memoFee };
    }
}
