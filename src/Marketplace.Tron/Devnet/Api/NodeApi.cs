using System.Text;
using System.Text.Json;

namespace Marketplace.Tron.Devnet;

/// <summary>The questions of <c>/wallet</c> and <c>/walletsolidity</c>, answered in java-tron's words. Null: this node does not serve it.</summary>
internal sealed class NodeApi
{
    private static readonly byte[] Nothing = "{}"u8.ToArray();

    private readonly TronDevnetOptions options;
    private readonly TransactionDrafts drafts;
    private readonly ContractApi contracts;

    internal NodeApi(TronDevnetOptions options)
    {
        this.options = options;
        drafts = new TransactionDrafts(options);
        contracts = new ContractApi(drafts);
    }

    internal byte[]? Answer(NodeEndpoint node, TronView view, string method, NodeRequest request) => method switch
    {
        "getnowblock" => Block(node, node.Chain.Block(node.Height(view))),
        "getblock" => Block(node, FindBlock(node, view, request.Text("id_or_num")), request.Flag("detail")),
        "getblockbynum" => Block(node, AtMost(node, view, node.Chain.Block(request.Number("num")))),
        "getblockbyid" => Block(node, AtMost(node, view, node.Chain.Block(request.Text("value") ?? ""))),
        "getblockbylimitnext" => Range(node, view, request.Number("startNum"), request.Number("endNum")),
        "getblockbylatestnum" => Range(node, view, node.Height(view) - request.Number("num") + 1, node.Height(view) + 1),
        "getaccount" => Account(node, view, request),
        "gettransactionbyid" => Transaction(node, view, request, asInfo: false),
        "gettransactioninfobyid" => Transaction(node, view, request, asInfo: true),
        "gettransactioninfobyblocknum" => Infos(node, view, request.Number("num")),
        "triggerconstantcontract" => contracts.CallConstant(node, request),
        "estimateenergy" => ContractApi.EstimateEnergy(node, request),
        _ => view == TronView.Head ? HeadOnly(node, method, request) : null,
    };

    internal static byte[] Write(Action<Utf8JsonWriter> write)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            write(json);
        }

        return stream.ToArray();
    }

    internal static byte[] Error(string text) => Write(json =>
    {
        json.WriteStartObject();
        json.WriteString("Error", text);
        json.WriteEndObject();
    });

    internal static byte[] SyntaxError() => Error("class org.tron.json.JSONException : syntax error");

    private byte[]? HeadOnly(NodeEndpoint node, string method, NodeRequest request) => method switch
    {
        "getaccountresource" => Resource(node, request, withEnergy: true),
        "getaccountnet" => Resource(node, request, withEnergy: false),
        "getchainparameters" => Parameters(),
        "broadcasttransaction" => BroadcastApi.Json(node, request),
        "broadcasthex" => BroadcastApi.Hex(node, request),
        "createtransaction" => drafts.Transfer(node, request),
        "getsignweight" => SignWeightApi.Weight(node, request),
        "getapprovedlist" => SignWeightApi.ApprovedList(request),
        "triggersmartcontract" => contracts.BuildCall(node, request),
        "getcontract" => ContractApi.Describe(request),
        "validateaddress" => Validate(request),
        _ => null,
    };

    private static byte[] Block(NodeEndpoint node, DevBlock? block, bool withTransactions = true)
    {
        if (block is null)
        {
            return Nothing;
        }

        var written = Write(json => NodeJson.WriteBlock(json, block, node.Chain, withTransactions));
        return node.IsOnAnotherChain ? OtherChain(block, written) : written;
    }

    /// <summary>Another network: the same heights under other ids.</summary>
    private static byte[] OtherChain(DevBlock block, byte[] written)
    {
        var other = block.Id[..16] + new string([.. block.Id[16..].Reverse()]);
        return Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(written).Replace(block.Id, other, StringComparison.Ordinal));
    }

    private static DevBlock? FindBlock(NodeEndpoint node, TronView view, string? idOrNumber) => idOrNumber switch
    {
        null or "" => node.Chain.Block(node.Height(view)),
        { Length: 64 } id => AtMost(node, view, node.Chain.Block(id)),
        _ => long.TryParse(idOrNumber, out var number) ? AtMost(node, view, node.Chain.Block(number)) : null,
    };

    private static DevBlock? AtMost(NodeEndpoint node, TronView view, DevBlock? block) => block?.Number <= node.Height(view) ? block : null;

    private static byte[] Range(NodeEndpoint node, TronView view, long start, long end)
    {
        if (end <= 0 || end <= start || end - start > TronNodeClient.MaxBlockRange)
        {
            return Nothing;
        }

        var blocks = node.Chain.Blocks(Math.Max(0, start), end, node.Height(view));
        if (blocks.Count == 0)
        {
            return Nothing;
        }

        return Write(json =>
        {
            json.WriteStartObject();
            json.WriteStartArray("block");
            foreach (var block in blocks)
            {
                NodeJson.WriteBlock(json, block, node.Chain);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        });
    }

    private static byte[] Account(NodeEndpoint node, TronView view, NodeRequest request)
    {
        if (!request.TryAddress("address", out var address))
        {
            return Error("class java.lang.IllegalArgumentException : Invalid address");
        }

        return node.Chain.StateAt(StateKey.Account(address), node.StateHeight(view)) is not DevAccount account
            ? Nothing
            : Write(json =>
            {
                json.WriteStartObject();
                NodeJson.WriteAccount(json, address, account, node.Chain.Head.TimestampMs);
                json.WriteEndObject();
            });
    }

    private static byte[] Transaction(NodeEndpoint node, TronView view, NodeRequest request, bool asInfo)
    {
        if (node.Chain.Transaction((request.Text("value") ?? "").ToLowerInvariant(), node.Height(view)) is not { } found)
        {
            return Nothing;
        }

        return Write(json =>
        {
            if (asInfo)
            {
                NodeJson.WriteInfo(json, found.Transaction, found.Block);
            }
            else
            {
                NodeJson.WriteTransaction(json, found.Transaction);
            }
        });
    }

    private static byte[] Infos(NodeEndpoint node, TronView view, long number)
    {
        if (number <= 0)
        {
            return Nothing;
        }

        var block = AtMost(node, view, node.Chain.Block(number));
        return Write(json =>
        {
            json.WriteStartArray();
            foreach (var transaction in block?.Transactions ?? [])
            {
                NodeJson.WriteInfo(json, transaction, block!);
            }

            json.WriteEndArray();
        });
    }

    private byte[] Resource(NodeEndpoint node, NodeRequest request, bool withEnergy)
    {
        if (!request.TryAddress("address", out var address))
        {
            return Error("class java.lang.IllegalArgumentException : Invalid address");
        }

        if (node.Chain.StateAt(StateKey.Account(address), node.StateHeight(TronView.Head)) is not DevAccount account)
        {
            return Nothing;
        }

        return Write(json =>
        {
            json.WriteStartObject();
            NodeJson.WriteNumber(json, "freeNetUsed", account.FreeNetUsedAt(node.Chain.Head.TimestampMs));
            NodeJson.WriteNumber(json, "freeNetLimit", options.FreeBandwidthPerDay);
            json.WriteNumber("TotalNetLimit", 43_200_000_000);
            json.WriteNumber("TotalNetWeight", 68_305_209_098);
            if (withEnergy)
            {
                json.WriteNumber("TotalEnergyLimit", 180_000_000_000);
                json.WriteNumber("TotalEnergyWeight", 2_411_528_185);
            }

            json.WriteEndObject();
        });
    }

    private byte[] Parameters() => Write(json =>
    {
        (string Key, long Value)[] parameters =
        [
            ("getMaintenanceTimeInterval", 21_600_000),
            ("getCreateAccountFee", options.ActivationBandwidthFeeSun),
            ("getTransactionFee", options.BandwidthPriceSun),
            ("getCreateNewAccountFeeInSystemContract", options.ActivationFeeSun),
            ("getEnergyFee", options.EnergyPriceSun),
            ("getFreeNetLimit", options.FreeBandwidthPerDay),
            ("getMemoFee", options.MemoFeeSun),
            ("getMultiSignFee", 1_000_000),
            ("getMaxFeeLimit", 15_000_000_000),
            ("getForbidTransferToContract", 1),
        ];
        json.WriteStartObject();
        json.WriteStartArray("chainParameter");
        foreach (var (key, value) in parameters)
        {
            json.WriteStartObject();
            json.WriteString("key", key);
            json.WriteNumber("value", value);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    });

    private static byte[] Validate(NodeRequest request)
    {
        var valid = request.TryAddress("address", out _);
        return Write(json =>
        {
            json.WriteStartObject();
            json.WriteBoolean("result", valid);
            json.WriteString("message", valid ? "Address is valid" : "Invalid address");
            json.WriteEndObject();
        });
    }
}
